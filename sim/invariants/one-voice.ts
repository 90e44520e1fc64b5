// The same fact is reported once: judged by what was published to the operator topic. A repetition because an answer was lost, a
// run died or the table did not take the note is no fault: twice is better than never.
import * as z from 'zod';
import { runs } from '#core/deployed.ts';
import type { Report } from '#core/report.ts';
import { slotsBetween } from '#definition/schedule/slots.ts';
import { slotsOf } from '#definition/schedule/slots-of.ts';
import { timesOfTheirOwn } from './awake.ts';
import { guardHolds } from './guard-holds.ts';
import { type SaidOf, saidAgain, silentOutages } from './lasting-notices.ts';
import { isFine, ran, reportsIn } from './reports.ts';
import { versionsIn } from './versions.ts';
import type { Found, Invariant, Judged } from './violation.ts';

const resources = z.array(z.looseObject({ resource: z.string(), outcome: z.string().optional() }));
const message = z.discriminatedUnion('kind', [
  z.looseObject({
    kind: z.literal('curfew-report'),
    run: z.string(),
    outcome: z.string(),
    retryOf: z.string().optional(),
    resources,
  }),
  z.looseObject({ kind: z.literal('curfew-notice'), notice: z.string(), text: z.string(), resources }),
]);

type Moment = { readonly at: number; readonly index: number };
type Published = { readonly at: number; readonly index: number; readonly what: z.output<typeof message> };
type NoticeMessage = Extract<Published['what'], { kind: 'curfew-notice' }>;
type ReportMessage = Extract<Published['what'], { kind: 'curfew-report' }>;

const publishedIn = ({ lines }: Judged): Published[] =>
  lines.flatMap(({ at, event }, index) => {
    if (event.type !== 'call' || event.operation !== 'sns:Publish' || event.error !== undefined) return [];
    const parsed = message.safeParse(JSON.parse(String((event.input as { Message?: unknown }).Message ?? 'null')));
    return parsed.success ? [{ at, index, what: parsed.data }] : [];
  });

type TableWrite = { readonly Item?: { readonly sk?: { readonly S?: string } } };

/** Nobody died, and the table and the topic answered, between two lines. */
const wentWell = ({ lines }: Judged, from: number, to: number): boolean =>
  !lines.slice(from, to).some(({ event }) => {
    if (event.type === 'invocation') return ['died', 'resumed', 'failed'].includes(event.phase);
    return event.type === 'call' && event.error !== undefined && /^(dynamodb|sns|lambda):/.test(event.operation);
  });

/** Whether something came between two moments that makes the same words a new occasion: a run, a slot, a hold that began or ended, somebody's edit. */
const isNewOccasion = (rehearsal: Judged, from: Moment, to: Moment): boolean => {
  const { lines, scenario } = rehearsal;
  const byGuard = guardHolds(rehearsal).some((one) => [one.from, one.until].some((ms) => ms >= from.at && ms <= to.at));
  const slots = versionsIn(scenario).flatMap((definition) =>
    runs.flatMap((action) => slotsBetween(slotsOf(definition, action), definition.timeZone, from.at, to.at)),
  );
  const isHold = scenario.timeline.some(
    (entry) =>
      (['release', 'edit-schedule', 'redefine'].includes(entry.do) && entry.at >= from.at && entry.at <= to.at) ||
      (entry.do === 'hold' && [entry.at, entry.until].some((ms) => ms >= from.at && ms <= to.at)),
  );
  const ownTimes = timesOfTheirOwn(scenario).flatMap(({ fromMs, untilMs }) => [fromMs, untilMs]);
  return (
    slots.length > 0 ||
    ownTimes.some((ms) => ms >= from.at && ms <= to.at) ||
    isHold ||
    byGuard ||
    lines.slice(from.index, to.index).some(({ event }) => event.type === 'report')
  );
};

const pairs = <T>(all: readonly T[], same: (a: T, b: T) => boolean): [T, T][] =>
  all.flatMap((second, index) => {
    const first = all.slice(0, index).findLast((one) => same(one, second));
    return first === undefined ? [] : [[first, second] as [T, T]];
  });

const ofKind = <K extends Published['what']['kind']>(published: readonly Published[], kind: K) =>
  published.filter(
    (one): one is Published & { what: Extract<Published['what'], { kind: K }> } => one.what.kind === kind,
  );

/** Whether the table did not take the note that a delivery which cannot begin has told its slot's refusal. */
const refusalIsNotKept = ({ lines }: Judged, run: string): boolean =>
  lines.some(
    ({ event }) =>
      event.type === 'call' &&
      event.run === run &&
      event.error !== undefined &&
      event.operation === 'dynamodb:PutItem' &&
      (event.input as TableWrite).Item?.sk?.S?.endsWith('#refusal') === true,
  );

const couldNotBegin = ({ outcome, resources }: ReportMessage): boolean =>
  outcome === 'failed' && resources.length === 0;

/** One report, one message. */
const repeatedReports = (rehearsal: Judged, published: readonly Published[]): Found[] =>
  pairs(ofKind(published, 'curfew-report'), (a, b) => a.what.run === b.what.run)
    .filter(([first, second]) => wentWell(rehearsal, first.index, second.index))
    .filter(([, { what }]) => what.outcome !== 'failed' || !refusalIsNotKept(rehearsal, what.run))
    // Deliveries of one slot share their name: what one of them could not begin, a later one has done.
    .filter(([first, second]) => !couldNotBegin(first.what) || couldNotBegin(second.what))
    .map(([, { at, what }]) => ({ at, detail: `the report of ${what.run} was published twice` }));

/** What lasts is judged resource by resource. */
const lasting: readonly string[] = ['not-up', 'drift'];

const repeatedNotices = (rehearsal: Judged, published: readonly Published[]): Found[] =>
  pairs(ofKind(published, 'curfew-notice'), (a, b) => a.what.notice === b.what.notice && a.what.text === b.what.text)
    .filter(([first, second]) => wentWell(rehearsal, first.index, second.index))
    .filter(([first, second]) => !isNewOccasion(rehearsal, first, second))
    .filter(([, { what }]) => !lasting.includes(what.notice))
    .map(([, { at, what }]) => ({ at, detail: `repeated: ${what.text}` }));

const lastingNotices = (rehearsal: Judged, published: readonly Published[]): Found[] => {
  const said = ofKind(published, 'curfew-notice').map(
    ({ at, index, what }) => ({ ...what, at, index }) satisfies SaidOf,
  );
  const isSame = (a: SaidOf, b: SaidOf): boolean =>
    wentWell(rehearsal, a.index, b.index) && !isNewOccasion(rehearsal, a, b);
  return [...saidAgain(rehearsal, said, isSame), ...silentOutages(rehearsal, said)];
};

const wrongIn = (report: Pick<Report, 'resources'> | undefined): string[] =>
  (report?.resources ?? []).filter((one) => !isFine(one)).map(({ resource }) => resource);

/** A run of some resources says nothing of the others, nor a stop of what it left up. */
const isAbout = ({ only, leftUp, resources: own }: Report, name: string): boolean =>
  only === undefined ? leftUp?.includes(name) !== true : own.some((one) => one.resource === name);

/** The report listed what a start could not start. */
const noticesOfReportedResources = (rehearsal: Judged, published: readonly Published[]): Found[] =>
  ofKind(published, 'curfew-notice').flatMap(
    ({ at, index, what }: { at: number; index: number; what: NoticeMessage }) => {
      if (what.notice !== 'not-up') return [];
      return what.resources.flatMap(({ resource }) => {
        const last = reportsIn(rehearsal).findLast(
          ({ at: endedAt, report }) => endedAt <= at && ran(report) && isAbout(report, resource),
        )?.report;
        const from = rehearsal.lines.findIndex(({ event }) => event.type === 'report' && event.run === last?.run);
        if (from < 0 || !wrongIn(last).includes(resource) || !wentWell(rehearsal, from, index)) return [];
        return [{ at, resource, detail: `${last?.run} reported it, and then a notice did: ${what.text}` }];
      });
    },
  );

/** A run that was made again and failed in nothing new is no news. */
const retriesWithoutNews = (rehearsal: Judged, published: readonly Published[]): Found[] =>
  ofKind(published, 'curfew-report').flatMap(({ at, what }: { at: number; what: ReportMessage }) => {
    const before = reportsIn(rehearsal).find(({ report }) => report.run === what.retryOf)?.report;
    const wrong = what.resources.flatMap(({ resource, outcome }) =>
      outcome === 'done' || outcome === 'skipped' ? [] : [resource],
    );
    if (before === undefined || what.outcome === 'done' || wrong.length === 0) return [];
    const known = wrongIn(before);
    return wrong.every((one) => known.includes(one))
      ? [{ at, detail: `${what.run} was retried, failed the same way, and was reported again` }]
      : [];
  });

export const oneVoice: Invariant = {
  name: 'oneVoice',
  judge(rehearsal) {
    const published = publishedIn(rehearsal);
    return [repeatedReports, repeatedNotices, lastingNotices, noticesOfReportedResources, retriesWithoutNews].flatMap(
      (judge) => judge(rehearsal, published),
    );
  },
};
