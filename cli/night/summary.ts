// What a rehearsed night came to: its runs, the counts before and after, the calls, what Slack was told, and whether the
// invariants held. Pure.

import { pluralise } from '#core/pluralise.ts';
import type { JudgedExpectation } from '#sim/expect/expectation-result.ts';
import type { Violation } from '#sim/invariants/all.ts';
import type { Rehearsal } from '#sim/rehearsal.ts';
import { runSummary } from '../tables/run-summary.ts';
import { clockTime } from '../terminal/local-time.ts';
import { styled, table } from '../terminal/output.ts';
import { clipped, wrapped } from '../terminal/text-width.ts';
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
    `${before?.desired} → ${after?.desired} tasks`,
    from === to ? `${from}` : `${from} → ${to}`,
  ];
};

const countLines = ({ before, after }: Rehearsal): string[] => {
  const services = Object.keys(before).filter((name) => before[name]?.desired !== undefined);
  if (services.length === 0) return [];
  const rows = services.map((name) => countRow(name, before[name], after[name]));
  return [styled('bold', 'Tasks and autoscaling, before → after'), ...table(rows), ''];
};

const countsPerOperation = (operations: readonly string[]): string[] => {
  const counts = new Map<string, number>();
  for (const operation of operations) counts.set(operation, (counts.get(operation) ?? 0) + 1);
  return [...counts].toSorted(([, a], [, b]) => b - a).map(([operation, count]) => `${operation} ${count}`);
};

const isOwn = ({ operation }: Call): boolean => /^(dynamodb|sns|sqs|ssm|lambda|secretsmanager):/.test(operation);

const describeCalls = (what: string, calls: readonly Call[], width: number): string[] => {
  const counts = countsPerOperation(calls.map(({ operation }) => operation));
  const listed = counts.map((count, index) => (index < counts.length - 1 ? `${count},` : count));
  return [`  ${calls.length} ${what}`, ...wrapped(listed, width, '    ').map((line) => styled('dim', line))];
};

const callLines = ({ lines }: Rehearsal, width: number): string[] => {
  const calls = lines.flatMap(({ event }) => (event.type === 'call' ? [event] : []));
  if (calls.length === 0) return ['No AWS API call was made.', ''];
  const ofResources = calls.filter((call) => !isOwn(call));
  return [
    `${styled('bold', 'AWS API calls')}: ${calls.length}`,
    ...describeCalls(
      'to change the environment',
      ofResources.filter(({ mutating }) => mutating),
      width,
    ),
    ...describeCalls(
      'to look at it',
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
  if (messages.length === 0) return ['Nobody would have been told anything.', ''];
  const names = namesOf(messages.map(({ channel }) => channel));
  const lost = undelivered(messages).length;
  return [
    styled('bold', `${names} would have said`),
    ...messages.flatMap(({ at, channel, text, status }) => {
      const time = clockTime(at, scenario.definition.timeZone);
      const message = `${channel}  ${text}${status === 200 ? '' : ` (answered ${status})`}`;
      return wrapped(message.split(' '), (width ?? Number.POSITIVE_INFINITY) - 2, ' '.repeat(12)).map((line, index) =>
        index === 0 ? `  ${styled('dim', time)}${line.slice(10)}` : line,
      );
    }),
    ...(lost > 0 ? [styled('yellow', `  ${lost} of them had not reached ${names} when the night was over`)] : []),
    '',
  ];
};

const invariantsLine = (violations: readonly Violation[], invariants: number): string => {
  if (invariants === 0) return 'No invariant was judged: there are several environments, or the definition changes';
  const broken = new Set(violations.map(({ invariant }) => invariant)).size;
  if (broken === 0) return styled('green', `✓ ${invariants} of ${invariants} invariants held`);
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

/** `width` is the terminal's; without one there is no need to fit a line. */
export const summary = (
  rehearsal: Rehearsal,
  judged: {
    readonly violations: readonly Violation[];
    readonly invariants: number;
    readonly expectations?: readonly JudgedExpectation[];
  },
  width?: number,
): string[] => {
  const { reports, scenario } = rehearsal;
  const noRun = `${styled('bold', 'No run')}: nothing was asked for, or nothing got through`;
  const lines = [
    ...(reports.length === 0 ? [noRun, ''] : []),
    ...reports.flatMap((report) => runSummary(report, scenario.definition.timeZone, width)),
    ...countLines(rehearsal),
    ...callLines(rehearsal, width ?? widthInLogs),
    ...messageLines(rehearsal, width),
    invariantsLine(judged.violations, judged.invariants),
    ...expectationLines(judged.expectations ?? []),
  ];
  return width === undefined ? lines : lines.map((line) => clipped(line, width));
};
