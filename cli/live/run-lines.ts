// A run in progress, for pipes and logs: one line per resource that changed. Pure except for what it remembers to have printed.
import type { Report } from '#core/report.ts';
import type { ResourceProgress, RunProgress } from '#core/run.ts';
import { clockTime } from '../terminal/local-time.ts';
import { styled } from '../terminal/output.ts';

const isNews = ({ state, reason }: ResourceProgress): boolean =>
  state !== 'waiting' && (state !== 'moving' || !!reason);

const textOf = ({ state, reason }: ResourceProgress): string => (reason ? `${state}, ${reason}` : state);

/** What is new since the last call. */
export const newsOf = (timeZone: string): ((progress: Pick<RunProgress, 'at' | 'resources'>) => string[]) => {
  const lastText = new Map<string, string>();
  return ({ at, resources }) =>
    resources.filter(isNews).flatMap((one) => {
      const text = textOf(one);
      if (lastText.get(one.resource) === text) return [];
      lastText.set(one.resource, text);
      return [`${styled('dim', clockTime(one.endedAt ?? at, timeZone))}  ${one.resource}: ${text}`];
    });
};

/** Only its report shows the last look of a run. */
export const progressAtEnd = ({ endedAt, resources }: Report): Pick<RunProgress, 'at' | 'resources'> => ({
  at: Date.parse(endedAt),
  resources: resources.map(({ resource, kind, stage, outcome, reason, endedAt: settledAt }) => ({
    resource,
    kind,
    stage,
    state: outcome,
    reason,
    ...(settledAt === undefined ? {} : { endedAt: Date.parse(settledAt) }),
  })),
});
