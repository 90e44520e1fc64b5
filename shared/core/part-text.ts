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

/** `scoring and what it needs` */
const namesOfPart = ({ action, only = [] }: Pick<Part, 'action' | 'only'>, hasOthers: boolean): string => {
  const it = only.length === 1;
  const rest = action === 'start' ? `what ${it ? 'it needs' : 'they need'}` : `what needs ${it ? 'it' : 'them'}`;
  return `${someNames(only, namesMax)}${hasOthers ? ` and ${rest}` : ''}`;
};

/** `stop of scoring and what needs it`, whatever that is; of all of them the action alone. */
export const runName = ({ action, only }: Pick<Part, 'action' | 'only'>): string =>
  only === undefined ? action : `${action} of ${namesOfPart({ action, only }, true)}`;

/** `3 of 12 resources: scoring and what it needs`; nothing for a run of all of them. */
export const partOfWhole = ({ action, only, count, of = count }: Part): string | undefined =>
  only === undefined ? undefined : `${count} of ${of} resources: ${namesOfPart({ action, only }, count > only.length)}`;

/** `start of 3 of 12 resources: scoring and what it needs` */
export const partText = (part: Part): string | undefined => {
  const text = partOfWhole(part);
  return text && `${part.action} of ${text}`;
};
