// The alarms of a random night: some resources have one that the definition names, and of these some are somebody else's
// business.
import type { Definition } from '#definition/definition.ts';
import type { AlarmWorld } from '../aws/alarm-states.ts';
import { rehearsalOf } from '../kinds.ts';
import type { Chance } from './chance.ts';
import { pick } from './choice.ts';

export const randomAlarms = ({ resources, alarms }: Definition, chance: Chance): AlarmWorld[] =>
  resources
    .filter(
      ({ kind }) =>
        alarms.mute.length > 0 && rehearsalOf(kind).random.hasAlarms === true && chance.happens('has an alarm', 0.3),
    )
    .map(({ name }) => ({
      name: pick(chance, 'alarm named like', alarms.mute).replace(/\*$/, `${name}-alarm`),
      watches: name,
      muted: chance.happens('muted by a person', 0.1),
      disabled: chance.happens('disabled by a person', 0.1),
      scales: chance.happens('scales a service', 0.1),
      whenMissing: pick(chance, 'without data', ['ALARM', 'INSUFFICIENT_DATA'] as const),
    }));
