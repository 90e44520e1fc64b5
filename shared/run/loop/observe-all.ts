import type { Action } from '#core/action.ts';
import type { ResourceName } from '#core/resource.ts';
import { type Services, serviceOf } from '#kinds/adapter.ts';
import type { Reading } from '#kinds/observation.ts';
import type { Kind, Resource } from '#kinds/resource.ts';

type Readings = ReadonlyMap<ResourceName, Reading>;

/** A bug in an adapter must not end the run: its resources become unreadable, and the report says why. */
const unreadable = (resources: readonly Resource[], error: unknown): Readings =>
  new Map(
    resources.map(({ name }) => [
      name,
      { state: 'unreadable', code: 'INTERNAL', message: `a bug of Curfew: ${String(error)}`, retryable: false },
    ]),
  );

const observeKind = async (
  kind: Kind,
  resources: readonly Resource[],
  services: Services,
  towards: Action | undefined,
): Promise<Readings> => {
  try {
    return await serviceOf<Kind>(services, kind).observe(resources, towards);
  } catch (error) {
    return unreadable(resources, error);
  }
};

/** Reads resources of every kind, in one batch per kind; all there is to know, or what matters to a start or a stop. Never throws. */
export const observeAll = async (
  resources: readonly Resource[],
  services: Services,
  towards?: Action,
): Promise<Readings> => {
  const kinds = [...new Set(resources.map(({ kind }) => kind))];
  const batches = await Promise.all(
    kinds.map((kind) =>
      observeKind(
        kind,
        resources.filter((resource) => resource.kind === kind),
        services,
        towards,
      ),
    ),
  );
  return new Map(batches.flatMap((batch) => [...batch]));
};
