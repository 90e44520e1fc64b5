// `curfew calendar`: what the schedule does in the coming weeks, as a table, as JSON, or as a file for calendar programs.
import { offsetTime } from '#core/offset-time.ts';
import type { Override } from '#core/override.ts';
import { systemRuntime } from '#core/runtime/runtime.ts';
import type { Definition } from '#definition/definition.ts';
import { type Coming, comingUp, upTimes } from '#definition/schedule/coming.ts';
import { newestWanted } from '#definition/schedule/wanted-state.ts';
import { definitionFor } from '../files/environments.ts';
import { calendarLines } from '../tables/calendar-table.ts';
import { printRaw, terminalWidth } from '../terminal/output.ts';
import { siteOf } from './open-site.ts';
import type { SiteOptions } from './site-options.ts';
import { complainOf, tell, tellJson } from './tell.ts';
import { wantedInputs } from './wanted-inputs.ts';

export type CalendarOptions = SiteOptions & {
  readonly weeks: number;
  readonly offline?: true;
  readonly ics?: true;
  readonly json?: true;
};

type Found = {
  readonly definition: Definition;
  readonly isSimulated: boolean;
  readonly nowMs: number;
  readonly overrides: readonly Override[];
  /** The runtime switch; not known without AWS. */
  readonly paused?: boolean;
  readonly state?: 'up' | 'down' | undefined;
};

const ofFile = (name: string): Found => ({
  definition: definitionFor(name),
  isSimulated: false,
  nowMs: systemRuntime.now().getTime(),
  overrides: [],
});

const ofSite = (name: string, options: CalendarOptions): Promise<Found> =>
  siteOf(name, options, { otherwise: 'beginning', json: options.json || options.ics })(async (site) => {
    const { definition, ports, isSimulated } = site;
    const nowMs = ports.runtime.now().getTime();
    const [inputs, enabled] = await Promise.all([wantedInputs(site), ports.isEnabled(definition.environment)]);
    const state = newestWanted(definition, inputs, nowMs)?.state;
    return { definition, isSimulated, nowMs, overrides: inputs.overrides, paused: !enabled, state };
  });

const weekMs = 7 * 24 * 3_600_000;

const eventJson = ({ at, ...event }: Coming, timeZone: string) => {
  if (event.kind !== 'awake') return { at: offsetTime(at, timeZone), ...event };
  const { untilMs, ...awake } = event;
  return { at: offsetTime(at, timeZone), ...awake, until: offsetTime(untilMs, timeZone) };
};

export const showCalendar = async (name: string, options: CalendarOptions): Promise<void> => {
  const found = options.offline ? ofFile(name) : await ofSite(name, options);
  const { definition, overrides, state, nowMs, paused } = found;
  const { environment, timeZone, schedule } = definition;
  const ahead = { definition, overrides, state, fromMs: nowMs, toMs: nowMs + options.weeks * weekMs };
  const coming = comingUp(ahead);
  const up = schedule.enabled && !paused ? upTimes(coming, ahead) : [];
  if (options.ics) {
    const { calendarFile } = await import('../files/calendar-file.ts');
    printRaw(calendarFile({ environment, ...ahead, up, coming }));
    // The output is the file and nothing else: the mark goes elsewhere.
    if (found.isSimulated) complainOf(found, `the calendar of ${environment}`);
    return;
  }
  if (!options.json) {
    const view = { fromMs: nowMs, toMs: ahead.toMs, width: terminalWidth() };
    tell(found, calendarLines(coming, { definition, paused: paused === true, ...view }));
    return;
  }
  const time = (ms: number): string => offsetTime(ms, timeZone);
  tellJson(found, {
    environment,
    timeZone,
    from: time(nowMs),
    to: time(ahead.toMs),
    enabled: schedule.enabled,
    ...(paused === undefined ? {} : { paused }),
    events: coming.map((one) => eventJson(one, timeZone)),
    up: up.map(({ fromMs, toMs }) => ({ from: time(fromMs), to: time(toMs) })),
  });
};
