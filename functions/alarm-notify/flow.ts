// The flow of `alarm-notify`: every message is tried by itself, and none is ever dropped. What did not reach a destination goes back
// to the queue; what one refuses for good goes to the dead-letter queue, whose alarm reaches people by e-mail.
import type { Expectation } from '#core/expectation.ts';
import type { Silence } from '#core/silence.ts';
import { delivering } from './deliver.ts';
import { type AlarmNotifyDependencies, failed, type Handled, type Work } from './dependencies.ts';
import { type Incoming, parseNotifications } from './event.ts';
import { failingOpen } from './fail-open.ts';
import { handleNotification } from './handle-notification.ts';
import { lanes } from './lanes.ts';
import { reasonOf } from './reason.ts';

type BatchResponse = { readonly batchItemFailures: { itemIdentifier: string }[] };

/** What Lambda says about an invocation, as far as it matters here. */
type InvocationContext = { readonly requestId: string; readonly remainingMs: () => number };

/** So often a message has to be refused before nobody believes any more that the destination had a bad moment. */
const refusalsMax = 5;

const isRefusedForGood = ({ receives = 1 }: Incoming, handled: Handled): boolean =>
  handled.kind === 'failed' && handled.status === 400 && receives >= refusalsMax;

const finish = async (incoming: Incoming, work: Work, carryOut: () => Promise<Handled>): Promise<Handled> => {
  try {
    const handled = await carryOut();
    if (handled.kind !== 'failed' || incoming.raw === undefined || !isRefusedForGood(incoming, handled)) return handled;
    await work.queue.deadLetter(incoming.raw, handled.reason);
    return { kind: 'dead-lettered' };
  } catch (error) {
    // A secret that cannot be read, a definition that is missing: as good as no answer.
    return failed(reasonOf(error));
  }
};

/** Settles once it is decided what to do; the function that it settles with says what became of that. */
const begin = async (incoming: Incoming, work: Work): Promise<() => Promise<Handled>> => {
  const carryOut = await handleNotification(incoming, work).catch(
    (error: unknown) => () => Promise.resolve(failed(reasonOf(error))),
  );
  const finished = finish(incoming, work, carryOut);
  return () => finished;
};

const tell = ({ deliveryId: notification, source }: Incoming, handled: Handled, { log }: Work): void => {
  if (handled.kind === 'failed') log.warn('notification not delivered', { notification, source, ...handled });
  else if (handled.kind === 'dead-lettered') log.warn('notification given up', { notification, source });
  else log.info('notification delivered', { notification, source, as: handled.kind });
};

/** Throws for what has no queue to go back to, after everything was tried: the caller delivers it again. */
const answer = (failures: readonly Incoming[]): BatchResponse => {
  const direct = failures.filter(({ item }) => item === undefined);
  if (direct.length > 0) throw new Error(`not delivered: ${direct.map(({ deliveryId }) => deliveryId).join(', ')}`);
  return { batchItemFailures: failures.flatMap(({ item }) => (item === undefined ? [] : { itemIdentifier: item })) };
};

const silencesOnce = ({ environment, state, log }: AlarmNotifyDependencies): Work['silences'] => {
  let read: Promise<readonly Silence[]> | undefined;
  return () => {
    read ??= state.silences(environment).catch((error: unknown) => {
      log.warn('what is silenced cannot be read: everything is posted', { reason: reasonOf(error) });
      return [];
    });
    return read;
  };
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
    const [expected, silences] = [expectedOnce(deps), silencesOnce(deps)];
    const work: Work = { ...deps, notifications, deliver, remainingMs, expected, silences, inLane: lanes() };
    const begun: [Incoming, () => Promise<Handled>][] = [];
    // Decided one after the other, as they came; then each destination is told in a lane of its own.
    for (const incoming of parseNotifications(event, requestId)) begun.push([incoming, await begin(incoming, work)]);
    const failures: Incoming[] = [];
    for (const [incoming, finished] of begun) {
      const handled = await finished();
      tell(incoming, handled, work);
      if (handled.kind === 'failed') failures.push(incoming);
    }
    return answer(failures);
  };
};
