// Makes the changes one resource needs, in order; the first that fails ends them, so a service whose memory could not be
// written is never scaled down.

import { OperationError } from '#core/errors.ts';
import { type Services, serviceOf } from '#kinds/adapter.ts';
import type { Effect } from '#kinds/effect.ts';
import type { Memory } from '#kinds/memory.ts';
import { awsNameOf, type Kind, type Resource } from '#kinds/resource.ts';
import type { LeaseProof } from '../claim/lease-proof.ts';
import type { StateStore } from '../state/state-store.ts';

/** What came of one resource's effects. JSON: it is the result of a step. */
type ChangeResult =
  | {
      readonly ok: true;
      readonly remembered?: Memory;
      readonly gaveBack?: true;
      readonly forgot?: true;
      /** What its owner should know of what was changed. */
      readonly warning?: string;
    }
  | {
      readonly ok: false;
      readonly moved: boolean;
      readonly retryable: boolean;
      readonly code: string;
      readonly message: string;
    }
  /** It may have been made before the run died: it is to be decided anew, from what is remembered now. */
  | { readonly ok: false; readonly stale: true; readonly remembered?: Memory }
  /** Its turn came too late: nothing was changed, and it is decided anew. */
  | { readonly ok: false; readonly stale: true; readonly untried: true };

type FailedChange = Extract<ChangeResult, { readonly ok: false; readonly code: string }>;

/** And when: reads lag behind a change, so whether it has to be made again is judged by the time at which it was made. */
export type TimedResult = ChangeResult & { readonly at: number };
export type AttemptResult = Exclude<TimedResult, { readonly stale: true }>;

type Where = { readonly environment: string; readonly run: string };
type Ports = { readonly services: Services; readonly state: StateStore; readonly lease: Pick<LeaseProof, 'holds'> };

/** Left by a resource that had this name before. Nothing is changed without a memory, and none is overwritten. */
const ofAnotherKind = ({ name }: Resource, { kind, run }: Memory): OperationError =>
  new OperationError('INVALID', `${run} stored an ${kind} under the name ${name}; rename one of the two`, {
    awsCode: 'FOREIGN_MEMORY',
  });

const takenOver: FailedChange = {
  ok: false,
  moved: true,
  retryable: true,
  code: 'SUPERSEDED',
  message: 'another run has taken over',
};

const performOne = async (
  effect: Effect,
  resource: Resource,
  { environment, run }: Where,
  { services, state, lease }: Ports,
) => {
  const permit = async (): Promise<void> => {
    if (!(await lease.holds())) throw new OperationError('MOVED', takenOver.message, { awsCode: takenOver.code });
  };
  switch (effect.do) {
    case 'remember': {
      const { do: _, ...remembered } = effect;
      const kept = await state.remember(
        environment,
        {
          ...remembered,
          resource: resource.name,
          run,
          aws: awsNameOf(resource),
        },
        permit,
      );
      if (kept.kind !== remembered.kind) throw ofAnotherKind(resource, kept);
      return { remembered: kept };
    }
    case 'give-back':
      await state.giveBack(environment, resource.name, effect.capturedBy, permit);
      return { gaveBack: true as const };
    case 'forget':
      await state.forget(environment, resource.name, effect.capturedBy, permit);
      return { forgot: true as const };
    default:
      return (await serviceOf<Kind>(services, resource.kind).act(resource, effect)) ?? {};
  }
};

const failed = (error: unknown): FailedChange => {
  if (!(error instanceof OperationError)) throw error;
  return {
    ok: false,
    moved: error.code === 'MOVED',
    retryable: error.retryable,
    code: error.awsCode,
    message: error.message,
  };
};

/**
 * Instead of a change that was decided long ago: a run that died in the middle of its changes does not know, when it is
 * resumed, which of them it has made, nor what people have done meanwhile.
 */
export const markStale = async (
  { name }: Resource,
  { environment }: Where,
  { state }: Pick<Ports, 'state'>,
): Promise<ChangeResult> => {
  try {
    const remembered = (await state.memories(environment)).find(({ resource }) => resource === name);
    return { ok: false, stale: true, ...(remembered ? { remembered } : {}) };
  } catch (error) {
    return failed(error);
  }
};

/** The same where it is sure that nothing was tried yet: others took their time. */
export const untried: ChangeResult = { ok: false, stale: true, untried: true };

export const performEffects = async (
  effects: readonly Effect[],
  resource: Resource,
  where: Where,
  ports: Ports,
): Promise<ChangeResult> => {
  let result: ChangeResult = { ok: true };
  for (const effect of effects) {
    try {
      if (!(await ports.lease.holds())) return takenOver;
      result = { ...result, ...(await performOne(effect, resource, where, ports)) };
    } catch (error) {
      return failed(error);
    }
  }
  return result;
};
