import type { Action } from '#core/action.ts';
import type { ResourceName } from '#core/resource.ts';
import type { Runtime } from '#core/runtime/runtime.ts';
import { type Services, serviceOf } from '#kinds/adapter.ts';
import type { Reading } from '#kinds/observation.ts';
import type { Kind, Resource } from '#kinds/resource.ts';
import { bugOf } from '../plan/decide-safely.ts';

export type Readings = ReadonlyMap<ResourceName, Reading>;

const unreadable = (resources: readonly Resource[], code: string, message: string, retryable: boolean): Readings =>
  new Map(resources.map(({ name }) => [name, { state: 'unreadable', code, message, retryable }]));

/** A bug in an adapter must not end the run: its resources become unreadable, and the report says why. */
const observeKind = async (
  kind: Kind,
  resources: readonly Resource[],
  services: Services,
  towards: Action | undefined,
): Promise<Readings> => {
  try {
    return await serviceOf<Kind>(services, kind).observe(resources, towards);
  } catch (error) {
    return unreadable(resources, 'INTERNAL', bugOf(error), false);
  }
};

/** What has not answered in time says nothing about the resources: they may be read at the next look. */
export const tooSlow = (resources: readonly Resource[], seconds: number): Readings =>
  unreadable(resources, 'NO_ANSWER', `AWS has not answered within ${seconds} s`, true);

/** Begins to read resources of every kind, in one batch per kind, one beside the other. None of them ever throws. */
export const observeKinds = (
  resources: readonly Resource[],
  services: Services,
  towards: Action | undefined,
): ReadonlyMap<Kind, Promise<Readings>> =>
  new Map(
    [...Map.groupBy(resources, ({ kind }) => kind)].map(([kind, same]) => [
      kind,
      observeKind(kind, same, services, towards),
    ]),
  );

/** How long is waited for an answer, and by which clock. */
export type TimeBudget = { readonly seconds: number; readonly runtime: Pick<Runtime, 'pause'> };

/** What is read, or its substitute where it does not come in time. */
export const within = async <T>(
  reading: Promise<T>,
  { seconds, runtime }: TimeBudget,
  otherwise: (seconds: number) => T,
): Promise<T> => {
  if (!runtime.pause) return reading;
  const timeIsUp = runtime.pause(seconds * 1_000);
  const late = timeIsUp.over.then(() => otherwise(seconds));
  try {
    return await Promise.race([reading, late]);
  } finally {
    timeIsUp.end();
  }
};

/**
 * Reads resources of every kind; all there is to know, or what matters to a start or a stop. Never throws. With `timeBudget`
 * a kind that does not answer in time is unreadable, and keeps the others waiting no longer.
 */
export const observeAll = async (
  resources: readonly Resource[],
  services: Services,
  towards?: Action,
  timeBudget?: TimeBudget,
): Promise<Readings> => {
  const batches = [...observeKinds(resources, services, towards)].map(([kind, reading]) =>
    timeBudget
      ? within(reading, timeBudget, (seconds) =>
          tooSlow(
            resources.filter((one) => one.kind === kind),
            seconds,
          ),
        )
      : reading,
  );
  return new Map((await Promise.all(batches)).flatMap((batch) => [...batch]));
};
