// What a delivery needs from the outside and from its invocation.

import type { SecretValue } from '#core/aws/secret-value.ts';
import type { NotificationStore } from '#notify/delivery/notification-store.ts';
import type { Sending } from '#notify/destinations/destination.ts';
import type { LoadDestination } from '#notify/destinations/registry.ts';

export type DestinationAccess = {
  readonly secret: SecretValue;
  readonly destination: LoadDestination;
  readonly pause: (ms: number) => Promise<void>;
  readonly nowMs: () => number;
};

export type Invocation = {
  readonly access: DestinationAccess;
  /** `changeKept` throws if the store fails; `change` falls back to the memory of the process. */
  readonly store: Pick<NotificationStore, 'change'> & { readonly changeKept: NotificationStore['change'] };
  /** Until Lambda ends the invocation. */
  readonly remainingMs: () => number;
};

/** The stored state of the thing, and the function that updates it. */
export type Memory = Pick<Sending, 'known' | 'remember'>;
