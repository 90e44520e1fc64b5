import type { Notice } from '#core/notice.ts';
import type { Report } from '#core/report.ts';
import { slotsBetween } from '#definition/schedule/slots.ts';
import type { Scenario } from '../scenario/scenario.ts';
import { isFine, ran } from './reports.ts';
import type { Found, Invariant, Judged } from './violation.ts';

type Published = { readonly at: number; readonly run: string | undefined; readonly message: Partial<Notice> | Report };

/** What went to the operator topic. */
const publishedIn = ({ lines }: Judged): Published[] =>
  lines.flatMap(({ at, event }) =>
    event.type === 'call' && event.operation === 'sns:Publish' && event.error === undefined
      ? [{ at, run: event.run, message: JSON.parse((event.input as { readonly Message: string }).Message) }]
      : [],
  );

const isNotice = (message: Published['message']): message is Notice => message.kind === 'curfew-notice';

/** A report that the state table did not take is nobody's to go by. */
const isKept = ({ warnings }: Report): boolean => !warnings.some((one) => one.includes('did not take this report'));

const unfinished = ({ resources }: Report): string[] =>
  resources.filter((one) => !isFine(one)).map(({ resource }) => resource);

/** What a start could not bring up its report told: no notice says again that it is not up. */
const failuresRepeated = (
  published: readonly Published[],
  reports: readonly { at: number; report: Report }[],
): Found[] =>
  published.flatMap(({ at, message }): Found[] => {
    if (!isNotice(message) || message.notice !== 'not-up') return [];
    const last = reports.findLast((one) => one.at <= at && ran(one.report))?.report;
    const reported = new Set(last?.action === 'start' && isKept(last) ? unfinished(last) : []);
    return message.resources
      .filter(({ resource }) => reported.has(resource))
      .map(({ resource }) => ({
        at,
        resource,
        detail: `the report of ${last?.run} said that ${resource} failed, and a notice again`,
      }));
  });

/** A run that was made again and failed of the same is not told again. */
const attemptsRepeated = (published: readonly Published[], reports: readonly { report: Report }[]): Found[] => {
  const byName = new Map(reports.map(({ report }) => [report.run, report]));
  return published.flatMap(({ at, message }): Found[] => {
    if (isNotice(message) || message.kind !== 'curfew-report') return [];
    const report = message as Report;
    const before = report.retryOf === undefined ? undefined : byName.get(report.retryOf);
    if (!before || report.outcome === 'done' || !ran(report)) return [];
    const known = new Set(unfinished(before));
    if (unfinished(report).some((resource) => !known.has(resource))) return [];
    return [{ at, detail: `${report.run} failed of the same as ${before.run}, and was told again` }];
  });
};

/** What is wanted is wanted anew: by a slot, or by a hold that begins or ends. */
const isAnotherOccasion = ({ definition, timeline }: Scenario, fromMs: number, untilMs: number): boolean => {
  const { schedule, timeZone } = definition;
  const moments = [
    ...[schedule.start, schedule.stop].flatMap((slot) => (slot ? slotsBetween(slot, timeZone, fromMs, untilMs) : [])),
    ...timeline.flatMap((entry) => {
      if (entry.do === 'hold') return [entry.at, entry.until];
      return entry.do === 'release' ? [entry.at] : [];
    }),
  ];
  return moments.some((ms) => ms >= fromMs && ms <= untilMs);
};

/** An occasion is said once; whoever could not note that he said it says it again. */
const noticesRepeated = (published: readonly Published[], { lines, scenario }: Judged): Found[] => {
  const couldNotNote = (fromMs: number, untilMs: number): boolean =>
    lines.some(
      ({ at, event }) =>
        event.type === 'call' &&
        event.function === 'reconcile' &&
        event.operation.startsWith('dynamodb:') &&
        at >= fromMs &&
        at <= untilMs &&
        event.error !== undefined &&
        event.error !== 'ConditionalCheckFailedException',
    );
  return published.flatMap(({ at, message }, index): Found[] => {
    if (!isNotice(message)) return [];
    const isSame = (other: Published): boolean =>
      isNotice(other.message) && other.message.notice === message.notice && other.message.text === message.text;
    const earlier = published.slice(0, index).findLast(isSame);
    if (!earlier || couldNotNote(earlier.at, at) || isAnotherOccasion(scenario, earlier.at, at)) return [];
    const between = published.slice(0, index).some((one) => one.at > earlier.at && !isNotice(one.message));
    return between
      ? []
      : [{ at, detail: `"${message.text}" was said at ${new Date(earlier.at).toISOString()} already` }];
  });
};

/** People hear of a thing once: by the report of a run or by a notice, not by both, and not at every look or attempt. */
export const oneVoice: Invariant = {
  name: 'oneVoice',
  judge(rehearsal) {
    const published = publishedIn(rehearsal);
    const reports = rehearsal.lines.flatMap(({ at, event }) =>
      event.type === 'report' ? [{ at, report: event }] : [],
    );
    return [
      ...failuresRepeated(published, reports),
      ...attemptsRepeated(published, reports),
      ...noticesRepeated(published, rehearsal),
    ];
  },
};
