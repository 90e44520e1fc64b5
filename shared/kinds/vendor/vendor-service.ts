// The adapter of a vendor's kind: one request per resource, as these APIs have it.
import { unreadable } from '#core/aws/errors.ts';
import { OperationError } from '#core/errors.ts';
import type { ResourceName } from '#core/resource.ts';
import type { Service } from '../adapter.ts';
import type { ObservationOf, Reading } from '../observation.ts';
import type { Resource, ResourceOf } from '../resource.ts';
import type { Facts, StatusObservation } from '../status-kind.ts';
import { unexpected } from '../unexpected.ts';
import type { VendorKindName } from './vendor-kinds.ts';

export type Command = 'start' | 'stop' | 'awake';

export type VendorAdapter<K extends VendorKindName> = {
  /** Throws `OperationError`; `NOT_FOUND` where there is none. */
  readonly read: (resource: ResourceOf<K>) => Promise<{ readonly status: string; readonly facts: Facts }>;
  readonly change: (resource: ResourceOf<K>, to: Command) => Promise<unknown>;
};

const isAbsent = (error: unknown): boolean => error instanceof OperationError && error.code === 'NOT_FOUND';

const commands: ReadonlySet<string> = new Set<Command>(['start', 'stop', 'awake']);

export const vendorService = <K extends VendorKindName>(kind: K, { read, change }: VendorAdapter<K>): Service<K> => {
  const look = async (resource: ResourceOf<K>): Promise<Reading<ObservationOf<K>>> => {
    try {
      const observation: StatusObservation = { kind, ...(await read(resource)) };
      return { state: 'seen', observation: observation as unknown as ObservationOf<K> };
    } catch (error) {
      return isAbsent(error) ? { state: 'absent' } : unreadable(error);
    }
  };
  return {
    observe: async (resources) =>
      new Map(
        await Promise.all(
          resources.map(
            async (one): Promise<[ResourceName, Reading<ObservationOf<K>>]> => [
              (one as Resource).name,
              await look(one),
            ],
          ),
        ),
      ),
    async act(resource, effect) {
      if (!commands.has(effect.do)) unexpected(kind, effect);
      await change(resource, effect.do as Command);
    },
  };
};
