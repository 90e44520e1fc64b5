// An Auto Scaling group has no stop: its count goes to zero, with what would raise it held, and comes back from memory.
import { awsName, whole } from '../fields.ts';
import { kindDefinition } from '../kind-definition.ts';
import type { GroupTypes } from '../machines/machine-group.ts';

export const fallbackDesired = whole({
  min: 0,
  max: 1_000,
  example: 2,
  help: 'How many there are to be where no count is remembered: at a first start, or with startAlways.',
}).exactOptional();

export const autoScalingGroup = kindDefinition<GroupTypes<'auto-scaling-group'>>()({
  help: 'An EC2 Auto Scaling group, scaled to zero and back. Its instances are terminated: what is on their disks alone is lost. ECS services on its machines depend on it (`dependsOn`), so that they stop first and start last.',
  fields: {
    group: awsName(
      /^[^\s:/\\](?:[^:/\\]{0,253}[^\s:/\\])?$/,
      'name of the Auto Scaling group',
      'poc-atlas-dev-workers',
    ),
    fallbackDesired,
  },
  identity: ['group'],
  dimension: 'AutoScalingGroupName',
  deadlineMinutes: { start: 30, stop: 45 },
  // Held, the warm pool, the count; and each of them back, with the memory forgotten.
  changesMax: 5,
  changesInSteps: true,
  notPriced: 'the price table has no price for Amazon EC2',
  init: { order: 'store', role: 'store', word: 'machines', heading: 'Auto Scaling groups: to zero and back.' },
});
