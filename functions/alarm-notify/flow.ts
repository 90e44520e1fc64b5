// The flow of `alarm-notify`. Messages are handled one by one and none is dropped. One that was not delivered goes back to the
// queue. One that was refused permanently goes to the dead-letter queue, whose alarm is sent by e-mail.
import type { Expectation } from '#core/expectation.ts';
import type { Silence } from '#core/silence.ts';
import type { Definition } from '#definition/definition.ts';
import { isStored, noDefinition } from '#definition/versions/definitions.ts';
import { delivering } from './deliver.ts';
import { type AlarmNotifyDependencies, failed, type Handled, type Work } from './dependencies.ts';
import { type Incoming, parseNotifications } from './event.ts';
import { failingOpen } from './fail-open.ts';
import { handleNotification } from './handle-notification.ts';
import { lanes } from './lanes.ts';
import { reasonOf } from './reason.ts';

type BatchResponse = { readonly batchItemFailures: { itemIdentifier: string }[] };

/** The part of the Lambda context that is used here. */
type InvocationContext = { readonly requestId: string; readonly remainingMs: () => number };

/** After so many refusals a message is given up. */
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
    // For example an unreadable secret or a missing definition. It is retried.
    return failed(reasonOf(error));
  }
};

/** Resolves when it is decided what to do. The returned function gives the result. */
const begin = async (incoming: Incoming, work: Work): Promise<() => Promise<Handled>> => {
  const carryOut = await handleNotification(incoming, work).catch(
    (error: unknown) => () => Promise.resolve(failed(reasonOf(error))),
  );
  const finished = finish(incoming, work, carryOut);
  return () => finished;
};

const logHandled = (
  { deliveryId: notification, source }: Incoming,
  handled: Handled,
  { log }: Pick<Work, 'log'>,
): void => {
  if (handled.kind === 'failed') log.warn('notification not delivered', { notification, source, ...handled });
  else if (handled.kind === 'dead-lettered') log.warn('notification given up', { notification, source });
  else log.info('notification delivered', { notification, source, as: handled.kind });
};

/** Throws for failures without a queue, so that the caller delivers them again. */
const answer = (failures: readonly Incoming[]): BatchResponse => {
  const direct = failures.filter(({ item }) => item === undefined);
  if (direct.length > 0) throw new Error(`not delivered: ${direct.map(({ deliveryId }) => deliveryId).join(', ')}`);
  return { batchItemFailures: failures.flatMap(({ item }) => (item === undefined ? [] : { itemIdentifier: item })) };
};

/** Nobody knows where to send them: all are delivered again. */
const answerWithout = (arrived: readonly Incoming[], reason: string, deps: Pick<Work, 'log'>): BatchResponse => {
  for (const incoming of arrived) logHandled(incoming, failed(reason), deps);
  return answer(arrived);
};

const cachedSilences = ({ environment, state, log }: AlarmNotifyDependencies): Work['silences'] => {
  let read: Promise<readonly Silence[]> | undefined;
  return () => {
    read ??= state.silences(environment).catch((error: unknown) => {
      log.warn('cannot read silences: everything is posted', { reason: reasonOf(error) });
      return [];
    });
    return read;
  };
};

const cachedExpectations = ({ environment, state, log }: AlarmNotifyDependencies): Work['expected'] => {
  let read: Promise<readonly Expectation[]> | undefined;
  return () => {
    read ??= state.expectations(environment).catch((error: unknown) => {
      log.warn('cannot read planned downtimes: everything is posted', { reason: reasonOf(error) });
      return [];
    });
    return read;
  };
};

/** By name, of every known environment. Throws what reading them throws: then no message of the batch can be judged. */
const definitionsOf = async ({ current, knownEnvironments, environment, log }: AlarmNotifyDependencies) => {
  const names = [...new Set([environment, ...knownEnvironments()])];
  const found = await Promise.all(names.map(current));
  for (const { definition, pin } of found)
    if (isStored(pin)) log.info('definition', { environment: definition.environment, version: pin.version });
  const byName = new Map(found.map(({ definition }, index) => [names[index], definition]));
  return (name: string): Definition => {
    const definition = byName.get(name);
    if (!definition) throw noDefinition(name);
    return definition;
  };
};

/** The outer function is called once per process, the inner one per invocation. */
export const alarmNotify = (
  deps: AlarmNotifyDependencies,
): ((event: unknown, context: InvocationContext) => Promise<BatchResponse>) => {
  const perInvocation = failingOpen(deps.notifications, deps.log);
  return async (event, { requestId, remainingMs }) => {
    const arrived = parseNotifications(event, requestId);
    const definition = await definitionsOf(deps).catch((error: unknown) => reasonOf(error));
    if (typeof definition === 'string') return answerWithout(arrived, definition, deps);
    const notifications = perInvocation();
    const deliver = delivering({ access: deps, store: notifications, remainingMs });
    const [expected, silences] = [cachedExpectations(deps), cachedSilences(deps)];
    const work: Work = {
      ...deps,
      definition,
      notifications,
      deliver,
      remainingMs,
      expected,
      silences,
      inLane: lanes(),
    };
    const begun: [Incoming, () => Promise<Handled>][] = [];
    // Decisions are made in order. Deliveries run in parallel, in one lane per destination.
    for (const incoming of arrived) begun.push([incoming, await begin(incoming, work)]);
    const failures: Incoming[] = [];
    for (const [incoming, finished] of begun) {
      const handled = await finished();
      logHandled(incoming, handled, work);
      if (handled.kind === 'failed') failures.push(incoming);
    }
    return answer(failures);
  };
};
