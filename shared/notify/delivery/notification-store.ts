// The port to what `alarm-notify` keeps between invocations: what was delivered, what waits for a digest, and what was posted
// about an alarm. Implementations: dynamodb-notifications.ts, memory-notifications.ts; one contract suite for both.
import type { Folded } from '../digest/digest.ts';

/** `taken`: deliver it. `done`: it was delivered. `busy`: another invocation is about to deliver it. */
export type DeliveryClaim = 'taken' | 'done' | 'busy';

/** What a pure decision makes of what was known; the decision holds only if the state could be kept. */
export type Change<S, D> = { readonly state: S | undefined; readonly decision: D };

/** Every method may be repeated without harm. All of it ages out. */
export type NotificationStore = {
  /** The right to deliver, until the time given: an invocation that dies releases it by saying nothing. */
  claimDelivery(key: string, nowMs: number, untilMs: number): Promise<DeliveryClaim>;
  /** It was delivered; remembered for longer than a queue keeps a message. */
  completeDelivery(key: string, nowMs: number): Promise<void>;
  /** It was not delivered; the next invocation may try. */
  releaseDelivery(key: string, nowMs: number): Promise<void>;
  /**
   * Reads, decides and writes; if another invocation wrote in between, decides again on what that wrote. Nothing is
   * written when the decision leaves the state as it is. Throws `OperationError` MOVED when there is no end to it.
   */
  change<S extends object, D>(key: string, nowMs: number, decide: (state: S | undefined) => Change<S, D>): Promise<D>;
  fold(digest: string, folded: Folded, nowMs: number): Promise<void>;
  /** In the order of their ids. */
  folded(digest: string): Promise<Folded[]>;
};
