// How long the schedule keeps an environment down. Pure.

import type { Action } from '#core/action.ts';
import type { Definition } from '#definition/definition.ts';
import { slotsBetween } from '#definition/schedule/slots.ts';
import { slotsOf } from '#definition/schedule/slots-of.ts';
import { lastSlot, slotCounts } from '#definition/schedule/wanted-state.ts';
import { hoursOf, type Off } from './hours-off.ts';

/** Times in [from, to] after a stop of the schedule and before its next start that counts. */
export const plannedOff = (definition: Definition, { from, to }: Off): Off[] => {
  const { schedule, timeZone } = definition;
  if (!schedule.enabled || to <= from) return [];
  const slots = (['start', 'stop'] as const)
    .flatMap((action: Action) => {
      const times = slotsBetween(slotsOf(definition, action), timeZone, from, to);
      return times.filter((at) => slotCounts(definition, action, at)).map((at) => ({ action, at }));
    })
    .toSorted((a, b) => a.at - b.at);
  const times: Off[] = [];
  let since = lastSlot(definition, from)?.action === 'stop' ? from : undefined;
  for (const { action, at } of slots) {
    if (action === 'stop') since ??= at;
    else if (since !== undefined) {
      times.push({ from: since, to: at });
      since = undefined;
    }
  }
  if (since !== undefined) times.push({ from: since, to });
  return times;
};

export const plannedHoursOff = (definition: Definition, off: Off): number => hoursOf(plannedOff(definition, off));
