// `curfew calendar`: what the schedule does in the coming weeks, as a table, as JSON, or as a file for calendar programs.
import { offsetTime } from '#core/offset-time.ts';
import type { Override } from '#core/override.ts';
import type { ResourceName } from '#core/resource.ts';
import { systemRuntime } from '#core/runtime/runtime.ts';
import type { Definition } from '#definition/definition.ts';
import { type Coming, comingUp, upTimes } from '#definition/schedule/coming.ts';
import { attends, withMaintenance } from '#definition/schedule/maintenance.ts';
import { newestWanted } from '#definition/schedule/wanted-state.ts';
import { definitionFor } from '../files/environments.ts';
import { calendarLines } from '../tables/calendar-table.ts';
import { printRaw, terminalWidth } from '../terminal/output.ts';
import { siteOf } from './open-site.ts';
import type { Site } from './site.ts';
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
  /** Databases whose maintenance windows could not be read. */
  readonly unknownWindows: readonly string[];
  /** The runtime switch; not known without AWS. */
  readonly paused?: boolean;
  readonly state?: 'up' | 'down' | undefined;
};

const attending = ({ resources }: Definition): string[] => resources.filter(attends).map(({ name }) => name);

const ofFile = (name: string): Found => {
  const definition = definitionFor(name);
  return {
    definition,
    isSimulated: false,
    nowMs: systemRuntime.now().getTime(),
    overrides: [],
    unknownWindows: attending(definition),
  };
};

/** Without the right to read them, say, the rest is worth having. */
const withWindows = async ({ definition, windows }: Site): Promise<Pick<Found, 'definition' | 'unknownWindows'>> => {
  const own = definition.resources.filter(attends);
  if (own.length === 0) return { definition, unknownWindows: [] };
  const { of } = await windows(own);
  return {
    definition: withMaintenance(definition, of),
    unknownWindows: attending(definition).filter((name) => !of.has(name as ResourceName)),
  };
};

const ofSite = (name: string, options: CalendarOptions): Promise<Found> =>
  siteOf(name, options, { otherwise: 'beginning', json: options.json || options.ics })(async (site) => {
    const { ports, isSimulated } = site;
    const nowMs = ports.runtime.now().getTime();
    const [inputs, enabled, { definition, unknownWindows }] = await Promise.all([
      wantedInputs(site),
      ports.isEnabled(site.definition.environment),
      withWindows(site),
    ]);
    const state = newestWanted(definition, inputs, nowMs)?.state;
    return { definition, unknownWindows, isSimulated, nowMs, overrides: inputs.overrides, paused: !enabled, state };
  });

const weekMs = 7 * 24 * 3_600_000;

const eventJson = ({ at, ...event }: Coming, timeZone: string) => {
  if (!('untilMs' in event)) return { at: offsetTime(at, timeZone), ...event };
  const { untilMs, ...rest } = event;
  return { at: offsetTime(at, timeZone), ...rest, until: offsetTime(untilMs, timeZone) };
};

export const showCalendar = async (name: string, options: CalendarOptions): Promise<void> => {
  const found = options.offline ? ofFile(name) : await ofSite(name, options);
  const { definition, overrides, state, nowMs, paused, unknownWindows } = found;
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
    tell(found, calendarLines(coming, { definition, unknownWindows, paused: paused === true, ...view }));
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
    ...(unknownWindows.length > 0 ? { unknownWindows } : {}),
    events: coming.map((one) => eventJson(one, timeZone)),
    up: up.map(({ fromMs, toMs }) => ({ from: time(fromMs), to: time(toMs) })),
  });
};
