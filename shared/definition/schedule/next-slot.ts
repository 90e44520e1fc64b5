// When the schedule acts next, calendars considered.

import type { Action } from '#core/action.ts';
import type { Definition } from '../definition.ts';
import { nextSlot } from './slots.ts';
import { slotsOf } from './slots-of.ts';
import { slotCounts } from './wanted-state.ts';

/** A calendar may close weeks; a schedule that finds no day in so many slots has none worth telling. */
const slotsTried = 60;

/** Epoch milliseconds of the next slot that a calendar does not close; nothing if there is none in sight. */
export const nextSlotThatCounts = (definition: Definition, action: Action, afterMs: number): number | undefined => {
  const slots = slotsOf(definition, action);
  let at = nextSlot(slots, definition.timeZone, afterMs);
  for (let tried = 0; at !== undefined && tried < slotsTried; tried++) {
    if (slotCounts(definition, action, at)) return at;
    at = nextSlot(slots, definition.timeZone, at);
  }
  return undefined;
};
