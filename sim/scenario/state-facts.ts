// What may be expected of a resource, by its kind: the facts that the `end` line of a trace shows.
import * as z from 'zod';
import type { Kind } from '#kinds/resource.ts';
import { missing } from '../aws/simulated-service.ts';
import { rehearsalOf } from '../kinds.ts';
import { count, flag, text, whole } from './fields.ts';
import { isTypoOf } from './status.ts';
import { worldOf } from './world.ts';

const ecsStatuses = ['steady', 'starting', 'draining', 'stopped'];

/** What a trace says where AWS's own word does not say enough. */
const traceStatuses = ['waiting-for-instances', 'waiting-for-parts', 'shrunk', 'unreplicated', missing];

/** A status field has every known one as an example. */
const documentedStatuses = (kind: Kind): string[] => {
  const field = worldOf(kind).shape.status as z.ZodOptional<z.ZodString> | undefined;
  const examples = field && z.globalRegistry.get(field.unwrap())?.examples;
  return Array.isArray(examples) ? examples.map(String) : [];
};

const statusesOf = (kind: Kind): string[] => {
  if (kind === 'auto-scaling-group' || kind === 'eks-node-group')
    return [...new Set([...ecsStatuses, ...documentedStatuses(kind), missing])];
  if (kind === 'ecs-service') return [...ecsStatuses, missing];
  const { up, down } = rehearsalOf(kind).standing;
  return [...new Set([...up, ...down, ...documentedStatuses(kind), ...traceStatuses])];
};

/** One that the scenario itself sets may be unheard of. */
const status = (kind: Kind, set: ReadonlySet<string>) =>
  text(statusesOf(kind)[0] ?? 'available').check(({ value, issues }) => {
    const known = statusesOf(kind);
    if (known.includes(value) || set.has(value)) return;
    const meant = known.find((one) => isTypoOf(one, value));
    const remedy = meant ? `did you mean \`${meant}\`?` : `use one of ${known.map((one) => `\`${one}\``).join(', ')}`;
    issues.push({
      code: 'custom',
      input: value,
      message: `is not a status of an ${kind} in this night`,
      params: { remedy },
    });
  });

const suspended = z
  .union([
    z.enum(['none', 'all']),
    z.strictObject({ dynamicScalingIn: flag(true), dynamicScalingOut: flag(true), scheduledScaling: flag(false) }),
  ])
  .meta({ examples: ['none'] });

const scaling = z
  .strictObject({ min: count(1).optional(), max: count(6).optional(), suspended: suspended.optional() })
  .refine(({ min = 0, max = Number.POSITIVE_INFINITY }) => min <= max, {
    error: 'has a `min` above its `max`, which AWS refuses',
    params: { remedy: 'swap the two' },
  })
  .meta({ examples: [{ min: 1, max: 6, suspended: 'none' }] });

const groupFacts = {
  desired: count(2).optional(),
  running: count(2).optional(),
  min: count(1).optional(),
  max: count(4).optional(),
  suspended: z.array(text('AlarmNotification')).optional(),
};

const ownFacts: Partial<Readonly<Record<Kind, z.ZodRawShape>>> = {
  'ecs-service': { desired: count(2).optional(), running: count(2).optional(), scaling: scaling.optional() },
  'elasticache-replication-group': {
    replicas: whole(0, 5, 1).optional(),
    multiAz: flag(true).optional(),
    automaticFailover: flag(true).optional(),
  },
  'aurora-cluster': { members: whole(0, 16, 2).optional() },
  'auto-scaling-group': groupFacts,
  'eks-node-group': groupFacts,
};

/** `set`: the statuses that the scenario itself puts resources into. */
export const stateFacts = (kind: Kind, set: ReadonlySet<string>): z.ZodObject =>
  z.strictObject({ status: status(kind, set).optional(), ...ownFacts[kind] });

export const kindsWithFact = (fact: string): Kind[] =>
  (Object.keys(ownFacts) as Kind[]).filter((kind) => fact in (ownFacts[kind] ?? {}));
