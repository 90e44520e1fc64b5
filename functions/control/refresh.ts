// Once a day: the Change Calendars of the current version are read again. What they say now is a version of its own, so that every run
// has one definition from its first step to its report, and the history names the change.
import { readYaml } from '#definition/yaml-file.ts';
import { type Answer, refuse } from './answer.ts';
import { readBefore, store } from './apply.ts';
import { type CalendarRead, withChangeCalendars } from './change-calendars.ts';
import { checkFile, isRefusal } from './check.ts';
import type { ControlPorts } from './ports.ts';
import type { Caller } from './request.ts';
import { setSchedules } from './set-schedules.ts';

const namedMax = 3;

/** `Change Calendar company-holidays: + 2026-12-24 Christmas Eve and 4 more` */
const whyOf = (read: readonly CalendarRead[]): string =>
  read
    .filter(({ changes }) => changes.length > 0)
    .map(({ changeCalendar, changes }) => {
      const more = changes.length > namedMax ? ` and ${changes.length - namedMax} more` : '';
      return `Change Calendar ${changeCalendar}: ${changes.slice(0, namedMax).join(', ')}${more}`;
    })
    .join('; ');

/** It is the file of whoever owns it: only the days of calendars that it names are others. */
export const refreshCalendars = async (
  environment: string,
  caller: Caller,
  ports: ControlPorts,
): Promise<Answer | undefined> => {
  const before = await readBefore(environment, ports);
  const { current, definition } = before;
  if (!current || !definition) return undefined;
  const now = ports.runtime.now();
  const reading = { definition, before: definition, read: ports.readChangeCalendar, now };
  const { yaml, read } = await withChangeCalendars(before.yaml, reading);
  if (read.every(({ changes }) => changes.length === 0)) return { kind: 'calendars', version: current.version, read };
  const file = `v${current.version} of ${environment}`;
  const next = checkFile(yaml, file, environment);
  if (isRefusal(next)) return next;
  const wish = { environment, yaml, file, why: whyOf(read), forget: false, caller };
  const put = await store(wish, next, readYaml(yaml).content, before, ports);
  if (put.kind === 'refused') return put;
  // Whoever applied a file meanwhile has read them, too.
  if (put.kind === 'conflict') return refuse('conflict', 'another version was applied meanwhile');
  await setSchedules(next, ports);
  return { kind: 'calendars', version: put.version, read };
};
