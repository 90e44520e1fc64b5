// Makes the changes one resource needs, in order; the first that fails ends them, so a service whose memory could not be
// written is never scaled down.
import type { Effect } from '#domain/effect.ts';
import { OperationError } from '#domain/errors.ts';
import type { Memory } from '#domain/memory.ts';
import type { Kind, Resource } from '#domain/resource.ts';
import { type Services, serviceOf } from '#services/service.ts';
import type { StateStore } from '#state/state-store.ts';
import type { Acted } from './progress.ts';

type Where = { readonly environment: string; readonly run: string };
type Ports = { readonly services: Services; readonly state: StateStore };

const performOne = async (
  effect: Effect,
  resource: Resource,
  { environment, run }: Where,
  { services, state }: Ports,
) => {
  switch (effect.do) {
    case 'remember': {
      const memory: Memory = {
        resource: resource.name,
        desired: effect.desired,
        ...(effect.scaling ? { scaling: effect.scaling } : {}),
        run,
      };
      return { remembered: await state.remember(environment, memory) };
    }
    case 'forget':
      await state.forget(environment, resource.name);
      return { forgot: true as const };
    default:
      await serviceOf<Kind>(services, resource.kind).act(resource, effect);
      return {};
  }
};

export const perform = async (
  effects: readonly Effect[],
  resource: Resource,
  where: Where,
  ports: Ports,
): Promise<Acted> => {
  let result: Acted = { ok: true };
  for (const effect of effects) {
    try {
      result = { ...result, ...(await performOne(effect, resource, where, ports)) };
    } catch (error) {
      if (!(error instanceof OperationError)) throw error;
      return {
        ok: false,
        moved: error.code === 'MOVED',
        retryable: error.retryable,
        code: error.awsCode,
        message: error.message,
      };
    }
  }
  return result;
};
