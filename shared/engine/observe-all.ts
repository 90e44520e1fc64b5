import type { Reading } from '#domain/observation.ts';
import type { Kind, Resource, ResourceName } from '#domain/resource.ts';
import { type Services, serviceOf } from '#services/service.ts';

type Readings = ReadonlyMap<ResourceName, Reading>;

/** A bug in an adapter must not end the run: its resources become unreadable, and the report says why. */
const unreadable = (resources: readonly Resource[], error: unknown): Readings =>
  new Map(
    resources.map(({ name }) => [
      name,
      { state: 'unreadable', code: 'INTERNAL', message: `a bug of Curfew: ${String(error)}`, retryable: false },
    ]),
  );

const observeKind = async (kind: Kind, resources: readonly Resource[], services: Services): Promise<Readings> => {
  try {
    return await serviceOf<Kind>(services, kind).observe(resources);
  } catch (error) {
    return unreadable(resources, error);
  }
};

/** Reads resources of every kind, in one batch per kind. Never throws. */
export const observeAll = async (resources: readonly Resource[], services: Services): Promise<Readings> => {
  const kinds = [...new Set(resources.map(({ kind }) => kind))];
  const batches = await Promise.all(
    kinds.map((kind) =>
      observeKind(
        kind,
        resources.filter((resource) => resource.kind === kind),
        services,
      ),
    ),
  );
  return new Map(batches.flatMap((batch) => [...batch]));
};
