// A definition names one slot, or several.
import type { OneOrMore, WeeklySlot } from '../definition.ts';

export const slotList = <S extends WeeklySlot>(slots: OneOrMore<S> | undefined): readonly S[] => {
  if (slots === undefined) return [];
  return Array.isArray(slots) ? slots : [slots as S];
};
