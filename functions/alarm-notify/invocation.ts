// What a delivery needs of the world, and of the invocation that it is part of.
import type { NotificationStore } from '#notify/delivery/notification-store.ts';
import type { SecretValue } from '#notify/delivery/secret-value.ts';
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
  /** `changeKept` throws where `change` would go by what this process knows. */
  readonly store: Pick<NotificationStore, 'change'> & { readonly changeKept: NotificationStore['change'] };
  /** Until Lambda ends the invocation. */
  readonly remainingMs: () => number;
};

/** What is known of the thing, and the way to remember more. */
export type Memory = Pick<Sending, 'known' | 'remember'>;
