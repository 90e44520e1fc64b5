// The schema of scenario files, as in the scenario section of docs/scenarios.md. Strict: an unknown key is an error.
import { z } from 'zod';
import { isSimulated, simulatedOperations } from './aws/operations.ts';

const time = z.iso.datetime({ offset: true, error: 'is not a time with offset, such as 2026-11-20T19:30:00-03:00' });
const milliseconds = time.transform((text) => Date.parse(text));
const minutes = z
  .number()
  .positive()
  .max(24 * 60);
const count = z.int().min(0).max(1_000);
const functionName = z.enum(['start', 'stop']);

const flags = z.strictObject({
  dynamicScalingIn: z.boolean(),
  dynamicScalingOut: z.boolean(),
  scheduledScaling: z.boolean(),
});
const flagsOf = (value: boolean) => ({ dynamicScalingIn: value, dynamicScalingOut: value, scheduledScaling: value });

const scaling = z.strictObject({
  min: count,
  max: count,
  suspended: z
    .union([z.enum(['none', 'all']).transform((word) => flagsOf(word === 'all')), flags])
    .default(flagsOf(false)),
});

const kindWorlds = {
  'rds-instance': z.strictObject({
    status: z.string().min(1).optional(),
    startMinutes: minutes.optional(),
    stopMinutes: minutes.optional(),
    replicaOf: z.string().min(1).optional(),
    replicas: z.array(z.string().min(1)).optional(),
    cluster: z.string().min(1).optional(),
    engine: z.string().min(1).optional(),
  }),
  'ecs-service': z.strictObject({
    desired: count.optional(),
    startMinutes: minutes.optional(),
    drainMinutes: minutes.optional(),
    healthy: z.boolean().optional(),
    loadBalancer: z.boolean().optional(),
    scaling: z.union([scaling, z.null()]).optional(),
  }),
  'elasticache-replication-group': z.strictObject({
    status: z.string().min(1).optional(),
    replicas: count.optional(),
    multiAz: z.boolean().optional(),
  }),
  'msk-cluster': z.strictObject({ status: z.string().min(1).optional() }),
  'msk-connector': z.strictObject({
    status: z.string().min(1).optional(),
    startMinutes: minutes.optional(),
    stopMinutes: minutes.optional(),
  }),
} as const;

/** What may be said about a resource depends on its kind. */
export const worldOf = (kind: keyof typeof kindWorlds) => kindWorlds[kind];

const operation = z.string().refine((name) => name === '*' || isSimulated(name), {
  error: ({ input }) =>
    `\`${String(input)}\` is not a simulated operation; known are * and ${simulatedOperations.join(', ')}`,
});

const fault = z
  .strictObject({
    operation,
    resource: z.string().optional(),
    error: z.string().min(1).optional(),
    lostResponse: z.literal(true).optional(),
    times: z.int().positive().optional(),
    every: z.int().positive().optional(),
    until: milliseconds.optional(),
  })
  .refine((one) => (one.error === undefined) !== (one.lostResponse === undefined), {
    error: 'needs either `error` or `lostResponse: true`',
  });

const at = { at: milliseconds };
const entry = z.union([
  z.strictObject({
    ...at,
    invoke: z.strictObject({ function: functionName, input: z.record(z.string(), z.unknown()).default({}) }),
  }),
  z.strictObject({
    ...at,
    deliver: z.strictObject({ function: functionName, scheduledTime: time, times: z.int().positive().default(1) }),
  }),
  z.strictObject({ ...at, set: z.looseObject({ resource: z.string() }) }),
  z.strictObject({ ...at, fault }),
  z.strictObject({ ...at, crash: z.strictObject({ function: functionName, afterCalls: z.int().positive() }) }),
  z.strictObject({ ...at, schedules: z.strictObject({ lost: z.literal(true), until: milliseconds }) }),
  z.strictObject({
    ...at,
    slack: z.strictObject({
      status: z.int().min(100).max(599),
      retryAfterSeconds: z.int().positive().optional(),
      times: z.int().positive().default(1),
    }),
  }),
]);

export const scenarioSchema = z.strictObject({
  name: z.string().min(1),
  environment: z.union([z.string().min(1), z.record(z.string(), z.unknown())]),
  seed: z.int().default(1),
  clock: z.strictObject({ from: milliseconds, to: milliseconds }).optional(),
  world: z.record(z.string(), z.unknown()).default({}),
  alarms: z
    .array(z.strictObject({ name: z.string().min(1), watches: z.string(), muted: z.boolean().default(false) }))
    .default([]),
  timeline: z.array(entry).default([]),
});

export type ScenarioFile = z.output<typeof scenarioSchema>;
export type TimelineFileEntry = ScenarioFile['timeline'][number];
