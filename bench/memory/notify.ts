// What alarm-notify gets to say in a night: alarms of everything that is down, and what the other functions publish.
import { alarmBody, batchOf } from '#test/support/notify-bench.ts';
import type { Answering, FunctionProcess } from './function-process.ts';
import { answering, type Place } from './simulated.ts';

/** Its queue, its secret and Slack, in addition to AWS as the other functions see it. */
export const notifyAnswering = (where: Place): Answering => {
  const ofAws = answering(where, 'alarm-notify');
  const { clock } = where.stage;
  return async (asked) => {
    switch (asked.service) {
      case 'clock':
        return clock.advanceTo(clock.nowMs() + (asked.input as { readonly ms: number }).ms);
      case 'secretsManager':
        return { SecretString: 'https://hooks.slack.com/services/T000/B000/bench' };
      case 'sqs':
      case 'slack':
        return {};
      default:
        return ofAws(asked);
    }
  };
};

const deliver = async (notify: FunctionProcess, bodies: readonly string[]): Promise<void> => {
  for (let from = 0; from < bodies.length; from += 10) {
    const answer = await notify.invoke(batchOf(...bodies.slice(from, from + 10)));
    const { batchItemFailures } = answer as { readonly batchItemFailures: readonly unknown[] };
    if (batchItemFailures.length > 0) throw new Error('alarm-notify returned notifications to its queue');
  }
};

/** Of every resource in turn, in and out of alarm. */
export const storm = (notify: FunctionProcess, { stage, alarms }: Place): Promise<void> => {
  const { resources } = stage.scenario.definition;
  const at = stage.clock.nowMs();
  const bodies = Array.from({ length: alarms }, (_, index) => {
    const { name } = resources[index % resources.length] ?? { name: 'none' };
    return alarmBody({ name: `${name}-${index % 7}`, state: index % 2 === 0 ? 'ALARM' : 'OK', at });
  });
  return deliver(notify, bodies);
};

export const deliverPublished = (notify: FunctionProcess, { published, stage }: Place): Promise<void> => {
  const Timestamp = new Date(stage.clock.nowMs()).toISOString();
  const envelopes = published.map((Message, index) => ({
    ...{ Type: 'Notification', MessageId: `published-${index}`, TopicArn: 'arn:aws:sns:us-east-1:111122223333:curfew' },
    ...{ Message, Timestamp },
  }));
  if (envelopes.length === 0) throw new Error('nothing was published in a night');
  return deliver(
    notify,
    envelopes.map((envelope) => JSON.stringify(envelope)),
  );
};
