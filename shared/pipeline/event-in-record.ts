// The event in a record of the normaliser's topic. Whoever wrote it: nothing is taken for granted.
import { isRecord } from './is-record.ts';
import { nestingMax } from './mongodb/extended-json.ts';
import { checkedEvent, type NormalisedEvent } from './normalised-event.ts';

type EventOrReason =
  | { readonly event: NormalisedEvent; readonly reason?: never }
  | { readonly event?: never; readonly reason: string };

const decoder = new TextDecoder('utf-8', { fatal: true });

/** What a client writes again could run out of stack, and the partition would stop for ever. */
const isTooDeep = (value: unknown, depth = 0): boolean =>
  typeof value === 'object' &&
  value !== null &&
  (depth > nestingMax || Object.values(value).some((one) => isTooDeep(one, depth + 1)));

/** Never throws: what is no event has a reason. */
export const eventIn = (value: Uint8Array | null): EventOrReason => {
  if (value === null) return { reason: 'is empty' };
  let content: unknown;
  try {
    content = JSON.parse(decoder.decode(value));
  } catch (error) {
    return { reason: `is not JSON: ${error instanceof Error ? error.message : String(error)}` };
  }
  if (!isRecord(content)) return { reason: 'is not a JSON object' };
  const { event, wrong } = checkedEvent(content);
  if (wrong !== undefined) return { reason: wrong };
  if (isTooDeep(event)) return { reason: `is nested more than ${nestingMax} deep` };
  return { event };
};
