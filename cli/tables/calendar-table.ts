// The table of `curfew calendar`: a line for each thing that comes. Pure.
import { Temporal } from 'temporal-polyfill';
import { someNames } from '#core/bytes.ts';
import type { Definition } from '#definition/definition.ts';
import { unreadText } from '#definition/known-calendars.ts';
import type { Coming } from '#definition/schedule/coming.ts';
import { shortTime } from '../terminal/local-time.ts';
import { styled } from '../terminal/output.ts';
import { fullTime } from '../terminal/point-in-time.ts';
import { table } from '../terminal/table.ts';

type View = {
  readonly definition: Definition;
  /** Databases whose maintenance windows are not known here. */
  readonly unknownWindows: readonly string[];
  readonly paused: boolean;
  readonly fromMs: number;
  readonly toMs: number;
  readonly width: number | undefined;
};

const namesMax = 5;

const dayText = (ms: number, timeZone: string): string =>
  Temporal.Instant.fromEpochMilliseconds(ms)
    .toZonedDateTimeISO(timeZone)
    .toLocaleString('en-GB', { weekday: 'short', day: 'numeric', month: 'short' })
    .replaceAll(',', '');

const what = (one: Coming): string => {
  if (one.kind === 'hold') return `hold ${one.state}`;
  if (one.kind === 'hold-ends') return 'hold ends';
  if (one.kind === 'clocks') return 'clocks';
  if (one.kind === 'awake') return `awake ${one.resource}`;
  if (one.kind === 'day') return '';
  return one.becomes === 'happens' ? styled('bold', one.kind) : styled('dim', one.kind);
};

const explained = (one: Coming, timeZone: string): string => {
  if (one.kind === 'awake' || one.kind === 'hold') {
    if (one.untilMs === undefined) return one.reason;
    const day = dayText(one.untilMs, timeZone);
    const until = shortTime(one.untilMs, timeZone);
    return `until ${day === dayText(one.at, timeZone) ? until : `${day} ${until}`}: ${one.reason}`;
  }
  if (one.kind === 'hold-ends') return `${one.reason}${one.state ? `; due ${one.state} from then on` : ''}`;
  if (!('becomes' in one)) return one.reason;
  const ready = one.notBefore === undefined ? '' : `ready by then; begins early enough, not before ${one.notBefore}`;
  const moved = one.written === undefined ? ready : `${one.written} in the file`;
  if (one.becomes === 'skipped') return `skipped: ${one.reason ?? ''}`;
  return one.becomes === 'already' ? `already ${one.kind === 'start' ? 'up' : 'down'}` : moved;
};

const unknownText = (names: readonly string[]): string[] =>
  names.length === 0
    ? []
    : [
        styled(
          'yellow',
          `⚠ the maintenance windows that ${someNames(names, namesMax)} ${names.length === 1 ? 'attends' : 'attend'} are not known here: AWS has them`,
        ),
      ];

const warnings = ({ definition, definition: { environment, schedule }, paused, unknownWindows }: View): string[] => [
  ...unknownText(unknownWindows),
  ...unreadText(definition).map((text) => styled('yellow', `⚠ ${text}`)),
  ...(schedule.enabled ? [] : ['The schedule is off in the definition: nothing starts or stops by itself.']),
  ...(paused ? [`${environment} is paused: nothing of this happens until curfew resume ${environment}.`] : []),
];

/** What is always so has no time of its own. */
const timeText = (one: Coming, timeZone: string): string => {
  const isOfDay = one.kind === 'day' || (one.kind === 'awake' && one.untilMs === undefined);
  return isOfDay ? '' : shortTime(one.at, timeZone);
};

/** The day stands once, before the first of its lines. */
export const calendarLines = (coming: readonly Coming[], view: View): string[] => {
  const { definition, fromMs, toMs, width } = view;
  const { environment, timeZone } = definition;
  let before = '';
  const rows = coming.map((one) => {
    const day = dayText(one.at, timeZone);
    const shown = day === before ? '' : day;
    before = day;
    return [shown, timeText(one, timeZone), what(one), explained(one, timeZone)];
  });
  const head = `${styled('bold', environment)} from ${fullTime(fromMs, timeZone)} to ${fullTime(toMs, timeZone)}`;
  const lines =
    rows.length === 0 ? ['  Nothing comes.'] : table({ columns: [{}, {}, {}, { isText: true }], rows, width });
  return [head, ...warnings(view), ...lines];
};
