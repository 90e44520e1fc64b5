// The queue between SNS and alarm-notify, and Lambda taking messages from it: in batches, by two pollers at most.
import { deliveryLimits } from '#core/delivery-limits.ts';
import type { Clock } from './clock.ts';

type Queued = { readonly messageId: string; readonly body: string; readonly sender: string; receives: number };

type QueueRecord = {
  readonly messageId: string;
  readonly body: string;
  readonly attributes: { readonly ApproximateReceiveCount: string; readonly SenderId: string };
  readonly eventSource: 'aws:sqs';
};

/** Works a batch off and answers with the ids of what goes back. */
type WorkOff = (records: readonly QueueRecord[]) => Promise<ReadonlySet<string>>;

/** As the deployment sets it: infra/product/constructs/alarm-notify-function.ts. */
const pollersMax = 2;

const recordOf = ({ messageId, body, sender, receives }: Queued): QueueRecord => ({
  messageId,
  body,
  attributes: { ApproximateReceiveCount: String(receives), SenderId: sender },
  eventSource: 'aws:sqs',
});

/** `gone` is called for every message that does not come back. */
export const notificationQueue = (clock: Clock, workOff: WorkOff, gone: (messageId: string) => void) => {
  const visible: Queued[] = [];
  let polling = 0;

  const showAt = (ms: number, message: Queued): void => {
    clock.at(ms, () => {
      visible.push(message);
      poll();
    });
  };

  const take = async (batch: readonly Queued[]): Promise<void> => {
    const againMs = clock.nowMs() + deliveryLimits.visibilitySeconds * 1_000;
    const failed = await workOff(batch.map(recordOf));
    for (const message of batch) {
      if (failed.has(message.messageId)) showAt(againMs, { ...message, receives: message.receives + 1 });
      else gone(message.messageId);
    }
  };

  const poll = (): void => {
    if (polling >= pollersMax || visible.length === 0) return;
    polling++;
    void take(visible.splice(0, deliveryLimits.batchSize)).finally(() => {
      polling--;
      poll();
    });
  };

  return (sender: string, messageId: string, body: string, delaySeconds: number): void =>
    showAt(clock.nowMs() + Math.ceil(delaySeconds * 1_000), { messageId, body, sender, receives: 1 });
};
