// How a run of some resources is called. Pure.
import type { Action } from './action.ts';
import { someNames } from './bytes.ts';

const namesMax = 5;

type Part = {
  readonly action: Action;
  readonly only?: readonly string[] | undefined;
  /** How many resources it has to do with, of how many. */
  readonly count: number;
  readonly of?: number | undefined;
};

/** `3 of 12 resources: scoring and what it needs`; nothing for a run of all of them. */
export const partOfWhole = ({ action, only, count, of = count }: Part): string | undefined => {
  if (only === undefined) return undefined;
  const others = count - only.length;
  const it = only.length === 1;
  const rest = action === 'start' ? `what ${it ? 'it needs' : 'they need'}` : `what needs ${it ? 'it' : 'them'}`;
  return `${count} of ${of} resources: ${someNames(only, namesMax)}${others > 0 ? ` and ${rest}` : ''}`;
};

/** `start of 3 of 12 resources: scoring and what it needs` */
export const partText = (part: Part): string | undefined => {
  const text = partOfWhole(part);
  return text && `${part.action} of ${text}`;
};
