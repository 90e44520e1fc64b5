// The result of a rehearsed night: its runs, the counts before and after, the calls, the Slack messages, and whether the
// invariants held. Pure.

import { pluralise } from '#core/pluralise.ts';
import type { JudgedExpectation } from '#sim/expect/expectation-result.ts';
import type { Violation } from '#sim/invariants/all.ts';
import type { Rehearsal } from '#sim/rehearsal.ts';
import type { Scenario } from '#sim/scenario/scenario.ts';
import { runSummary } from '../tables/run-summary.ts';
import { clockTime } from '../terminal/local-time.ts';
import { styled } from '../terminal/output.ts';
import { table } from '../terminal/table.ts';
import { wrapped } from '../terminal/text-width.ts';
import { destinationOf, messageText, withoutLateness } from './state.ts';

type Call = Extract<Rehearsal['lines'][number]['event'], { type: 'call' }>;
type ResourceState = Rehearsal['before'][string] | undefined;

const scalingText = (state: ResourceState): string => {
  const scaling = state?.scaling as { min: number; max: number; suspended: unknown } | undefined;
  if (!scaling) return 'no scaling';
  const suspended = typeof scaling.suspended === 'string' ? scaling.suspended : 'partly';
  return `${scaling.min}–${scaling.max}${suspended === 'none' ? '' : ` suspended: ${suspended}`}`;
};

const countRow = (name: string, before: ResourceState, after: ResourceState): string[] => {
  const [from, to] = [before, after].map(scalingText);
  const same = before?.desired === after?.desired && from === to;
  return [
    `${styled(same ? 'green' : 'yellow', same ? '=' : '≠')} ${name}`,
    `${before?.desired} → ${pluralise(Number(after?.desired ?? 0), 'task')}`,
    from === to ? `${from}` : `${from} → ${to}`,
  ];
};

const isRestored = (before: ResourceState, after: ResourceState): boolean =>
  before?.desired === after?.desired && scalingText(before) === scalingText(after);

/** What came back as it was is counted; what did not is listed. */
const countLines = ({ before, after }: Rehearsal, { verbose, width }: SummaryView): string[] => {
  const services = Object.keys(before).filter((name) => before[name]?.desired !== undefined);
  if (services.length === 0) return [];
  const changed = services.filter((name) => !isRestored(before[name], after[name]));
  const restored = services.filter((name) => !changed.includes(name));
  const shown = verbose ? [...restored, ...changed] : changed;
  const same = `${restored.length} of ${pluralise(services.length, 'service')} as before`;
  return [
    `${styled('bold', 'Tasks and autoscaling, before → after')}: ${same}${restored.length > 0 && !verbose ? ' (--verbose lists them)' : ''}`,
    ...table({ columns: [{}, {}, {}], rows: shown.map((name) => countRow(name, before[name], after[name])), width }),
    '',
  ];
};

const countsPerOperation = (operations: readonly string[]): string[] => {
  const counts = new Map<string, number>();
  for (const operation of operations) counts.set(operation, (counts.get(operation) ?? 0) + 1);
  return [...counts].toSorted(([, a], [, b]) => b - a).map(([operation, count]) => `${operation} ${count}`);
};

const isOwn = ({ operation }: Call): boolean => /^(dynamodb|sns|sqs|ssm|lambda|secretsmanager):/.test(operation);

const describeCalls = (what: string, calls: readonly Call[], width: number): string[] => {
  const counts = countsPerOperation(calls.map(({ operation }) => operation));
  return [`  ${calls.length} ${what}`, ...wrapped(counts.join(', '), width, '    ').map((line) => styled('dim', line))];
};

const callLines = ({ lines }: Rehearsal, width: number, verbose: boolean): string[] => {
  const calls = lines.flatMap(({ event }) => (event.type === 'call' ? [event] : []));
  if (calls.length === 0) return ['No AWS API calls.', ''];
  const ofResources = calls.filter((call) => !isOwn(call));
  if (!verbose) return [`${styled('bold', 'AWS API calls')}: ${calls.length} (--verbose lists them)`, ''];
  return [
    `${styled('bold', 'AWS API calls')}: ${calls.length}`,
    ...describeCalls(
      'to change the environment',
      ofResources.filter(({ mutating }) => mutating),
      width,
    ),
    ...describeCalls(
      'to read it',
      ofResources.filter(({ mutating }) => !mutating),
      width,
    ),
    ...describeCalls("for Curfew's own state and messages", calls.filter(isOwn), width),
    '',
  ];
};

/** Messages that no attempt brought to where they go before the night was over. */
const undelivered = (messages: readonly { readonly text: string; readonly status: number }[]): string[] => [
  ...new Set(
    messages
      .map(({ text, status }) => ({ text: withoutLateness(text), status }))
      .filter(({ text }, _index, all) => all.every((other) => other.text !== text || other.status !== 200))
      .map(({ text }) => text),
  ),
];

/** "Slack", "Slack and PagerDuty". */
const namesOf = (channels: readonly string[]): string => {
  const names = [...new Set(channels.map(destinationOf))];
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
};

const messageLines = ({ lines, scenario }: Rehearsal, width: number | undefined): string[] => {
  const messages = lines.flatMap(({ at, event }) =>
    event.type === 'message' ? [{ ...event, at, text: messageText(event.payload) }] : [],
  );
  if (messages.length === 0) return ['No messages.', ''];
  const names = namesOf(messages.map(({ channel }) => channel));
  const lost = undelivered(messages).length;
  return [
    styled('bold', `${names} messages`),
    ...messages.flatMap(({ at, channel, text, status }) => {
      const time = clockTime(at, scenario.definition.timeZone);
      const message = `${channel}  ${text}${status === 200 ? '' : ` (answered ${status})`}`;
      return wrapped(message, width ?? Number.POSITIVE_INFINITY, ' '.repeat(12)).map((line, index) =>
        index === 0 ? `  ${styled('dim', time)}${line.slice(10)}` : line,
      );
    }),
    ...(lost > 0 ? [styled('yellow', `  ${lost} of them did not reach ${names} before the night was over`)] : []),
    '',
  ];
};

const invariantsLine = (violations: readonly Violation[], invariants: number): string => {
  if (invariants === 0) return 'Invariants are not checked with several environments or a definition that changes';
  const broken = new Set(violations.map(({ invariant }) => invariant)).size;
  if (broken === 0)
    return styled('green', `✓ ${invariants} of ${invariants} invariants (rules that every night must keep) held`);
  return styled('red', `✗ ${broken} of ${invariants} invariants ${broken === 1 ? 'was' : 'were'} violated`);
};

/** Nothing where the scenario expects nothing. */
const expectationLines = (expectations: readonly JudgedExpectation[]): string[] => {
  if (expectations.length === 0) return [];
  const failed = expectations.filter(({ met }) => !met).length;
  const met = `${expectations.length - failed} of ${pluralise(expectations.length, 'expectation')} met`;
  return [failed === 0 ? styled('green', `✓ ${met}`) : styled('red', `✗ ${met}`)];
};

const widthInLogs = 120;

type SummaryView = { readonly width?: number | undefined; readonly verbose?: boolean };

/** Why there was no run. */
const noRunText = ({ definition, timeline }: Scenario): string => {
  if (!definition.schedule.enabled) return 'the schedule is disabled (`schedule.enabled: false`).';
  return timeline.some((entry) => entry.do === 'lose-schedules')
    ? 'the scenario loses what the scheduler delivers.'
    : 'the schedule has no start and no stop in this night, and nobody requested one.';
};

/** Without a width there is no need to fit a line. */
export const summary = (
  rehearsal: Rehearsal,
  judged: {
    readonly violations: readonly Violation[];
    readonly invariants: number;
    readonly expectations?: readonly JudgedExpectation[];
  },
  { width, verbose = false }: SummaryView = {},
): string[] => {
  const { reports, scenario } = rehearsal;
  return [
    ...(reports.length === 0 ? [`${styled('bold', 'No runs')}: ${noRunText(scenario)}`, ''] : []),
    ...reports.flatMap((report) => runSummary(report, scenario.definition.timeZone, { width, verbose })),
    ...countLines(rehearsal, { width, verbose }),
    ...callLines(rehearsal, width ?? widthInLogs, verbose),
    ...messageLines(rehearsal, width),
    invariantsLine(judged.violations, judged.invariants),
    ...expectationLines(judged.expectations ?? []),
  ];
};
