// Putting and deleting mute rules for a run or for reconcile. What AWS refuses permanently is reported, not thrown: alarms are
// not worth a run. What may pass is thrown, so that the step is retried.
import type { MuteRule } from '#core/alarm.ts';
import { OperationError } from '#core/errors.ts';
import type { Alarms } from './alarms.ts';

/** Answers with the reason if AWS refuses it permanently. */
const tryRuleChange = async (change: () => Promise<void>): Promise<string | undefined> => {
  try {
    await change();
    return undefined;
  } catch (error) {
    if (error instanceof OperationError && !error.retryable) return error.message;
    throw error;
  }
};

type Put = { readonly muted: readonly string[]; readonly refusals: readonly string[] };

export const putRules = async (rules: readonly MuteRule[], alarms: Alarms): Promise<Put> => {
  const muted: string[] = [];
  const refusals: string[] = [];
  for (const rule of rules) {
    const refusal = await tryRuleChange(() => alarms.mute(rule));
    if (refusal === undefined) muted.push(...rule.alarms);
    else refusals.push(refusal);
  }
  return { muted, refusals };
};

export const deleteRules = async (names: readonly string[], alarms: Alarms): Promise<string[]> => {
  const refusals: string[] = [];
  for (const name of names) {
    const refusal = await tryRuleChange(() => alarms.unmute(name));
    if (refusal !== undefined) refusals.push(refusal);
  }
  return refusals;
};
