import { awsName, whole } from '../fields.ts';
import { kindDefinition } from '../kind-definition.ts';
import type { EcsTypes } from './observation.ts';

export const ecsService = kindDefinition<EcsTypes>()({
  help: 'An Amazon ECS service. A stop stores its task count and sets it to 0; a start restores it.',
  fields: {
    cluster: awsName(/^[\w-]{1,255}$/, 'name of the ECS cluster', 'poc-atlas-dev'),
    service: awsName(/^[\w-]{1,255}$/, 'name of the ECS service', 'poc-atlas-dev-scoring'),
    /** Task count to start with when no memory exists; without it such a service is left alone and reported. */
    fallbackDesired: whole({
      min: 1,
      max: 1_000,
      example: 1,
      help: 'Task count for a start without a stored count. Without it, Curfew reports such a service and does not change it.',
    }).exactOptional(),
  },
  identity: ['cluster', 'service'],
  deadlineMinutes: { start: 30, stop: 30 },
  // Remembered and suspended, then lowered; raised, then resumed and forgotten.
  changesMax: 2,
  init: {
    order: 'service',
    role: 'client',
    word: 'service',
    heading:
      'Services: a stop stores the task count, a start restores it. fallbackDesired is for a start that\n remembers none.',
  },
});
