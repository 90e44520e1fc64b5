// The flow of `alarm-notify`: recognise, render, post. Every message is tried by itself, and none is ever dropped: what
// did not reach Slack goes back to the queue, whose dead-letter queue keeps what never does.
import type { Definition } from '#domain/definition.ts';
import type { Log } from '#engine/workflow.ts';
import { type Definitions, present } from '#notify/present.ts';
import type { Delivery } from '#notify/slack.ts';
import { type Deliver, delivering, type SlackAccess } from './deliver.ts';
import { type Incoming, parseNotifications } from './event.ts';

export type AlarmNotifyDependencies = SlackAccess & {
  readonly definition: (environment: string) => Definition;
  readonly knownEnvironments: () => readonly string[];
  /** Whose route takes what belongs to no environment that is known. */
  readonly defaultEnvironment: string;
  readonly log: Log;
};

export type BatchResponse = { readonly batchItemFailures: { itemIdentifier: string }[] };

type Tried = { readonly incoming: Incoming; readonly delivery: Delivery };

const definitions = (deps: AlarmNotifyDependencies): Definitions => ({
  known: deps.knownEnvironments().map(deps.definition),
  fallback: deps.definition(deps.defaultEnvironment),
});

const handle = async (incoming: Incoming, deliver: Deliver, deps: AlarmNotifyDependencies): Promise<Delivery> => {
  try {
    const { route, message } = present(incoming, definitions(deps));
    return await deliver(route.slack, message);
  } catch (error) {
    // A secret that cannot be read, a definition that is missing: as good as no answer from Slack.
    return { kind: 'failed', retryable: true, reason: error instanceof Error ? error.message : 'unknown error' };
  }
};

const tell = ({ incoming, delivery }: Tried, { log }: AlarmNotifyDependencies): void => {
  const { id: notification, source } = incoming;
  if (delivery.kind === 'delivered') log.info('notification delivered', { notification, source });
  else log.warn('notification not delivered', { notification, source, ...delivery });
};

/** Throws for what has no queue to go back to, after everything was tried: the caller delivers it again. */
const answer = (failures: readonly Incoming[]): BatchResponse => {
  const direct = failures.filter(({ source }) => source === 'direct');
  if (direct.length > 0) throw new Error(`not delivered to Slack: ${direct.map(({ id }) => id).join(', ')}`);
  return { batchItemFailures: failures.map(({ id }) => ({ itemIdentifier: id })) };
};

export const alarmNotify = (deps: AlarmNotifyDependencies): ((event: unknown) => Promise<BatchResponse>) => {
  const perInvocation = delivering(deps);
  return async (event) => {
    const deliver = perInvocation();
    const failures: Incoming[] = [];
    // One after the other: a webhook takes about one message a second.
    for (const incoming of parseNotifications(event)) {
      const delivery = await handle(incoming, deliver, deps);
      tell({ incoming, delivery }, deps);
      if (delivery.kind === 'failed') failures.push(incoming);
    }
    return answer(failures);
  };
};
