// The slots of an action: a definition names one, or several.
import type { Action } from '#core/action.ts';
import type { Definition, OneOrMore, StopSlot, WeeklySlot } from '../definition.ts';

export const slotList = <S extends WeeklySlot>(slots: OneOrMore<S> | undefined): readonly S[] => {
  if (slots === undefined) return [];
  return Array.isArray(slots) ? slots : [slots as S];
};

type Scheduled = Pick<Definition, 'schedule'>;

export const slotsOf = ({ schedule }: Scheduled, action: Action): readonly WeeklySlot[] => slotList(schedule[action]);

export const stopsOf = ({ schedule }: Scheduled): readonly StopSlot[] => slotList(schedule.stop);
