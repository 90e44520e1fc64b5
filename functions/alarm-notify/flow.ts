// The flow of `alarm-notify`: every message is tried by itself, and none is ever dropped. What did not reach Slack goes back
// to the queue; what Slack refuses for good goes to the dead-letter queue, whose alarm reaches people by e-mail.
import type { Expectation } from '#core/expectation.ts';
import { delivering } from './deliver.ts';
import { type AlarmNotifyDependencies, failed, type Handled, type Work } from './dependencies.ts';
import { type Incoming, parseNotifications } from './event.ts';
import { failingOpen } from './fail-open.ts';
import { handleNotification } from './handle-notification.ts';
import { reasonOf } from './reason.ts';

type BatchResponse = { readonly batchItemFailures: { itemIdentifier: string }[] };

/** What Lambda says about an invocation, as far as it matters here. */
type InvocationContext = { readonly requestId: string; readonly remainingMs: () => number };

/** So often a message has to be refused before nobody believes any more that Slack had a bad moment. */
const refusalsMax = 5;

const isRefusedForGood = ({ receives = 1 }: Incoming, handled: Handled): boolean =>
  handled.kind === 'failed' && handled.status === 400 && receives >= refusalsMax;

const handle = async (incoming: Incoming, work: Work): Promise<Handled> => {
  try {
    const handled = await handleNotification(incoming, work);
    if (handled.kind !== 'failed' || incoming.raw === undefined || !isRefusedForGood(incoming, handled)) return handled;
    await work.queue.deadLetter(incoming.raw, handled.reason);
    return { kind: 'dead-lettered' };
  } catch (error) {
    // A secret that cannot be read, a definition that is missing: as good as no answer from Slack.
    return failed(reasonOf(error));
  }
};

const tell = ({ deliveryId: notification, source }: Incoming, handled: Handled, { log }: Work): void => {
  if (handled.kind === 'failed') log.warn('notification not delivered', { notification, source, ...handled });
  else if (handled.kind === 'dead-lettered') log.warn('notification given up', { notification, source });
  else log.info('notification delivered', { notification, source, as: handled.kind });
};

/** Throws for what has no queue to go back to, after everything was tried: the caller delivers it again. */
const answer = (failures: readonly Incoming[]): BatchResponse => {
  const direct = failures.filter(({ item }) => item === undefined);
  if (direct.length > 0)
    throw new Error(`not delivered to Slack: ${direct.map(({ deliveryId }) => deliveryId).join(', ')}`);
  return { batchItemFailures: failures.flatMap(({ item }) => (item === undefined ? [] : { itemIdentifier: item })) };
};

const expectedOnce = ({ environment, state, log }: AlarmNotifyDependencies): Work['expected'] => {
  let read: Promise<readonly Expectation[]> | undefined;
  return () => {
    read ??= state.expectations(environment).catch((error: unknown) => {
      log.warn('what a planned downtime expects cannot be read: everything is posted', { reason: reasonOf(error) });
      return [];
    });
    return read;
  };
};

/** Called once for the function, then once per invocation. */
export const alarmNotify = (
  deps: AlarmNotifyDependencies,
): ((event: unknown, context: InvocationContext) => Promise<BatchResponse>) => {
  const perInvocation = failingOpen(deps.notifications, deps.log);
  return async (event, { requestId, remainingMs }) => {
    const notifications = perInvocation();
    const deliver = delivering({ access: deps, store: notifications, remainingMs });
    const work: Work = { ...deps, notifications, deliver, remainingMs, expected: expectedOnce(deps) };
    const failures: Incoming[] = [];
    // One after the other: a webhook takes about one message a second.
    for (const incoming of parseNotifications(event, requestId)) {
      const handled = await handle(incoming, work);
      tell(incoming, handled, work);
      if (handled.kind === 'failed') failures.push(incoming);
    }
    return answer(failures);
  };
};
