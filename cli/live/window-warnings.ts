// What a person should know about backups and maintenance before a night is planned.
import type { Definition } from '#definition/definition.ts';
import { attends } from '#definition/schedule/maintenance.ts';
import { missedBy } from '#definition/schedule/windows-missed.ts';
import type { Window } from '#kinds/window.ts';
import type { Windows } from '#kinds/windows.ts';

const consequence: Readonly<Record<Window['what'], string>> = {
  backup: 'AWS makes no automatic backup of what is down, and one that has begun keeps it from being stopped',
  maintenance: 'AWS does no maintenance of what is down',
};

/** Of a window that mostly falls into the downtime; a day of closing now and then costs nothing. */
export const windowWarnings = (definition: Definition, { of, unread }: Windows, nowMs: number): string[] => {
  const attending = new Set(definition.resources.filter(attends).map(({ name }) => name));
  return [
    ...[...of].flatMap(([name, windows]) =>
      windows.flatMap(({ what, text }) => {
        const { missed, of: all } = missedBy(definition, text, nowMs);
        if (what === 'maintenance' && attending.has(name) && missed === 0 && all > 0)
          return [`${name}: \`maintenance: attend\` changes nothing: it is up for its window ${text} UTC anyway`];
        if (missed * 2 <= all || (what === 'maintenance' && attending.has(name))) return [];
        const when = `${missed} of its next ${all} times`;
        return [
          `${name}: its ${what} window ${text} UTC is in the downtime (${when}): ${consequence[what]}; move the window to when it is up${what === 'maintenance' ? ', or set `maintenance: attend`' : ''}`,
        ];
      }),
    ),
    ...unread.map((why) => `backup and maintenance windows could not be read: ${why}`),
  ];
};
