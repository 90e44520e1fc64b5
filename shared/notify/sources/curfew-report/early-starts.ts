// What a start gained because some of it began before what it depends on was ready.
import type { Report, ReportedResource } from '#core/report.ts';
import { code, type Escaped, joined, mrkdwn } from '#notify/rendering/escape.ts';
import { renderDuration } from '#notify/rendering/time.ts';

type EarlyResource = ReportedResource & { readonly early: NonNullable<ReportedResource['early']> };

const namesOf = (all: readonly EarlyResource[]): Escaped =>
  joined(
    all.map(({ resource }) => code(resource, 80)),
    ', ',
    300,
  );

const isEarly = (one: ReportedResource): one is EarlyResource => one.early !== undefined;

export const earlyStarts = ({ earlySeconds = 0, resources }: Report): Escaped[] => {
  const early = resources.filter(isEarly);
  const before = early.filter((one) => one.early.upBeforeSeconds !== undefined);
  const inVain = early.filter((one) => one.early.inVain);
  return [
    ...(earlySeconds > 0 ? [mrkdwn`ready ${renderDuration(earlySeconds)} sooner by early starts`] : []),
    ...(before.length > 0 ? [mrkdwn`up before its dependencies: ${namesOf(before)}`] : []),
    ...(inVain.length > 0 ? [mrkdwn`started too early: ${namesOf(inVain)}`] : []),
  ];
};
