// The topic by which the alarms of an environment speak.
import type { Definition } from '#definition/definition.ts';
import { alarmMessage, topicArnOf } from './alarm-message.ts';
import type { AlarmTopic } from './cloudwatch.ts';
import type { Published } from './messaging.ts';

/** Alarms act through the first topic that the definition names; where it names none, alarm-notify receives none. */
export const alarmTopicOf = (
  { region, notifications, resources }: Definition,
  tell: (published: Published) => void,
): AlarmTopic => {
  const [name] = notifications.topics ?? [];
  const arn = topicArnOf(region, name ?? 'alarms');
  return {
    arn,
    publish(alarm) {
      const resource = resources.find((one) => one.name === alarm.watches);
      if (name !== undefined && resource) tell(alarmMessage(alarm, resource, region, arn));
    },
  };
};
