// May stacks be deployed into an environment as it stands? CloudFormation changes a database only while it is available,
// fails at once otherwise and cannot even roll back (facts/cdk.md 5). Pure.

import type { ResourceName } from '#core/resource.ts';
import type { Definition } from '#definition/definition.ts';
import { clusterStanding, type DatabaseStanding, instanceStanding } from '#kinds/database-status.ts';
import type { Reading } from '#kinds/observation.ts';
import { isRestartedByAws, type Resource } from '#kinds/resource.ts';

/** The stacks of an environment, in the order in which they build on each other. */
export const stacks = ['network', 'streaming', 'data', 'workloads', 'observability', 'operations'] as const;
export type StackName = (typeof stacks)[number];

export type Judgement =
  | { readonly kind: 'proceed'; readonly warnings: readonly string[] }
  /** Databases are down, and nothing else is in the way: a start would make the deployment possible. */
  | { readonly kind: 'start-first'; readonly reason: string }
  | { readonly kind: 'refuse'; readonly reason: string };

type Readings = ReadonlyMap<ResourceName, Reading>;

type Database = {
  readonly name: ResourceName;
  readonly standing: DatabaseStanding | 'unreadable';
  readonly says: string;
};

const databaseOf = (resource: Resource, reading: Reading | undefined): Database[] => {
  if (!isRestartedByAws(resource.kind)) return [];
  const { name } = resource;
  if (!reading || reading.state === 'unreadable')
    return [{ name, standing: 'unreadable', says: reading?.message ?? 'was not read' }];
  // What is not there yet is what this deployment makes.
  if (reading.state === 'absent') return [];
  const { observation } = reading;
  if (observation.kind === 'rds-instance')
    return [{ name, standing: instanceStanding(observation.status), says: observation.status }];
  return [{ name, standing: clusterStanding(observation.status), says: observation.status }];
};

const listed = (databases: readonly Database[]): string =>
  databases.map(({ name, says }) => `${name} is ${says}`).join(', ');

/** The only status in which RDS accepts every modification is `available`: a backup under way counts as not ready. */
const judgeDatabases = (databases: readonly Database[]): Judgement => {
  const down = databases.filter(({ standing }) => standing === 'down');
  const inTheWay = databases.filter(({ standing }) => standing !== 'down' && standing !== 'up');
  if (inTheWay.length > 0)
    return {
      kind: 'refuse',
      reason: `${listed(inTheWay)}: CloudFormation can change a database only while it is available, and fails otherwise`,
    };
  if (down.length > 0)
    return {
      kind: 'start-first',
      reason: `${listed(down)}: CloudFormation can neither change a stopped database nor roll the change back`,
    };
  return { kind: 'proceed', warnings: [] };
};

/** Services whose tasks were removed: a deployment of them is complete at once and proves nothing. */
const asleep = ({ resources }: Definition, readings: Readings): ResourceName[] =>
  resources.flatMap(({ name }) => {
    const reading = readings.get(name);
    if (reading?.state !== 'seen') return [];
    const { observation } = reading;
    return observation.kind === 'ecs-service' && observation.desired === 0 ? [name] : [];
  });

const workloadWarnings = (definition: Definition, readings: Readings): string[] => {
  const sleeping = asleep(definition, readings);
  if (sleeping.length === 0) return [];
  return [
    `${sleeping.join(', ')}: no tasks, so the deployment does not test the image; a broken image fails at the next start. ` +
      'A new or replaced service starts with one task at any hour',
  ];
};

export const judgeDeployment = (
  definition: Definition,
  touched: readonly StackName[],
  readings: Readings,
): Judgement => {
  const databases = definition.resources.flatMap((resource) => databaseOf(resource, readings.get(resource.name)));
  const judged: Judgement = touched.includes('data') ? judgeDatabases(databases) : { kind: 'proceed', warnings: [] };
  if (judged.kind !== 'proceed' || !touched.includes('workloads')) return judged;
  return { kind: 'proceed', warnings: workloadWarnings(definition, readings) };
};
