// What descriptions of kinds have in common: calls and statuses by AWS's usual words, what is only switched, and what Curfew refuses
// although AWS would do it.
import type { Action } from '#core/action.ts';
import { awsName } from '../fields.ts';
import type { Refusal } from '../status-kind.ts';

/** `StartPipe` and `StopPipe`, with `ListPipes`, and what reads one by its name. */
export const startAndStop = (service: string, noun: string, each: readonly string[] = [], afterStop?: string) => ({
  ...{ service, reads: [`List${noun}s`], each, start: `Start${noun}`, stop: `Stop${noun}` },
  ...(afterStop === undefined ? {} : { afterStop }),
});

/** One call for both ways. */
export const switching = (service: string, call: string, list: string, each: readonly string[] = []) => ({
  ...{ service, reads: [list], each, start: call, stop: call },
});

/** How one is rehearsed that starts and stops through the statuses of those names. */
export const startingAndStopping = (prefix: string, refused: string, notFound = 'ResourceNotFoundException') => ({
  ...{ prefix, refused, notFound },
  via: { start: 'STARTING', stop: 'STOPPING' } as Readonly<Record<Action, string>>,
});

/** AWS would stop it, Curfew does not where that is so. */
export const ourRefusal = (isSo: unknown, code: string, reason: string): Refusal | undefined =>
  isSo ? { code, reason, isOurs: true } : undefined;

/** A name of EventBridge and its like. */
export const eventsName = (thing: string, example: string) => awsName(/^[.\-_A-Za-z0-9]{1,64}$/, thing, example);

/** What is disabled and enabled at once, and costs nothing by the hour. */
export const switched = (word: string, heading: string, refused: string) => ({
  deadlineMinutes: { start: 15, stop: 15 },
  init: { order: 'connector', role: 'client', word, heading } as const,
  notPriced: `a ${word} costs nothing by the hour: it is disabled so that nothing fires at what sleeps`,
  rehearsal: {
    prefix: word,
    via: { start: 'ENABLED', stop: 'DISABLED' } as Readonly<Record<Action, string>>,
    ...{ refused, notFound: 'ResourceNotFoundException' },
    takesAgain: true as const,
  },
});
