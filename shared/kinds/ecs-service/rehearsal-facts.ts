// What a scenario may say of a service.
import * as z from 'zod';
import { count, flag, minutes, text } from '#sim/scenario/fields.ts';

const flagsOf = (value: boolean) => ({ dynamicScalingIn: value, dynamicScalingOut: value, scheduledScaling: value });

const suspended = z
  .union([
    z.enum(['none', 'all']).transform((value) => flagsOf(value === 'all')),
    z.strictObject({ dynamicScalingIn: flag(true), dynamicScalingOut: flag(true), scheduledScaling: flag(false) }),
  ])
  .meta({ examples: ['none', flagsOf(true)] })
  .default(flagsOf(false));

const scaling = z
  .strictObject({ min: count(2), max: count(6), suspended })
  .refine(({ min, max }) => min <= max, {
    error: ({ input }) => `has a \`min\` of ${(input as { min: number }).min}, which is more than its \`max\``,
    params: { remedy: 'swap the two' },
  })
  .meta({ examples: [{ min: 2, max: 6, suspended: 'none' }] })
  .nullable();

const oneOf = <const T extends readonly [string, ...string[]]>(values: T, example: T[number]) =>
  z.enum(values).meta({ examples: [example] });

const scheduledAction = z.strictObject({
  name: text('morning'),
  schedule: text('cron(30 7 ? * MON-FRI *)'),
  timeZone: text('America/Fortaleza').default('UTC'),
  min: count(4),
  max: count(8),
});

const container = z.strictObject({
  name: text('app'),
  essential: flag(true).default(true),
  health: oneOf(['HEALTHY', 'UNHEALTHY'], 'HEALTHY').optional(),
});

const needed = z
  .string('is neither a number of seconds nor `running`')
  .regex(/^(\d{1,5}s|running)$/, 'is neither a number of seconds nor `running`')
  .transform((text) => (text === 'running' ? text : Number(text.slice(0, -1))))
  .meta({ examples: ['40s'] });

export const ecsWorld = z.strictObject({
  desired: count(2).optional(),
  startMinutes: minutes(2).optional(),
  drainMinutes: minutes(6).optional(),
  healthy: flag(true).optional(),
  needs: z
    .record(z.string(), needed)
    .meta({ examples: [{ 'camunda-db': '40s' }] })
    .optional(),
  loadBalancer: flag(true).optional(),
  healthCheck: flag(false).optional(),
  rollout: oneOf(['COMPLETED', 'IN_PROGRESS', 'FAILED'], 'IN_PROGRESS').optional(),
  scaling: scaling.optional(),
  blueGreen: oneOf(['primary', 'alternate'], 'alternate').optional(),
  network: flag(true).optional(),
  unusedGroup: flag(true).optional(),
  sidecar: flag(true).optional(),
  containers: z
    .array(container)
    .meta({ examples: [[{ name: 'app', essential: true, health: 'HEALTHY' }]] })
    .optional(),
  secondGroup: oneOf(['healthy', 'unhealthy'], 'unhealthy').optional(),
  event: text('is unable to consistently start tasks successfully.').optional(),
  stoppedReason: text('CannotPullContainerError: manifest unknown').nullable().optional(),
  noRoom: flag(true).optional(),
  strategy: oneOf(['REPLICA', 'DAEMON'], 'DAEMON').optional(),
  controller: oneOf(['ECS', 'CODE_DEPLOY', 'EXTERNAL'], 'EXTERNAL').optional(),
  deleted: oneOf(['DRAINING', 'INACTIVE'], 'INACTIVE').optional(),
  protectedMinutes: minutes(90).optional(),
  scheduledActions: z
    .array(scheduledAction)
    .meta({ examples: [[{ name: 'morning', schedule: 'cron(30 7 ? * * *)', timeZone: 'UTC', min: 4, max: 8 }]] })
    .optional(),
});
