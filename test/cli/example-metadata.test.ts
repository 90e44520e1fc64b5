// The metadata platform of the examples: its definition, and what savings say of what nothing can stop. Its evening is a scenario.
import { expect, it } from 'vitest';
import { stages } from '#definition/dependency-graph.ts';
import { loadDefinition } from '#definition/load.ts';
import { sizesOf } from '#kinds/sizes.ts';
import { pricesOf } from '#savings/packed-prices.ts';
import { savings } from '#savings/savings.ts';
import { simulatedCloud } from '#test/support/cloud.ts';

const definition = loadDefinition('examples/metadata/metadata.yaml');

it('the metadata platform stops who writes before who reads, and both before the stores', () => {
  const order: readonly string[] = stages(definition.resources, 'stop').flat();
  const place = (name: string): number => order.indexOf(name);
  const chain = ['deliveries', 'producer', 'events-lag', 'flink', 'change-capture', 'changes-lag', 'consumption'];

  expect(chain.map(place)).toEqual(chain.map(place).toSorted((a, b) => a - b));
  expect(place('postgres')).toBeGreaterThan(place('keycloak'));
});

/** What the page lists, by the name in the example: its kind, and what it costs a month whatever anybody does. */
const ofThePage: readonly (readonly [component: string, resource: string, kind: string, monthlyUsd?: number])[] = [
  ['Apache Kafka', 'kafka', 'msk-cluster'],
  ['Custom producer', 'producer', 'ecs-service'],
  ['Apache Flink', 'flink', 'flink-application'],
  ['Apache Atlas', 'atlas', 'ecs-service'],
  ['Apache Atlas answers', 'atlas-ready', 'http'],
  ['PostgreSQL', 'postgres', 'rds-instance'],
  ['Cassandra', 'cassandra', 'always-on', 400],
  ['Change data capture', 'change-capture', 'msk-connector'],
  ['Consumption service', 'consumption', 'ecs-service'],
  ['Keycloak', 'keycloak', 'ecs-service'],
  ['Keycloak answers', 'keycloak-ready', 'http'],
  ['Apache Airflow', 'airflow', 'always-on', 300],
  ['Secret Manager', 'secrets', 'always-on', 50],
  ['Prometheus', 'prometheus', 'ecs-service'],
  ['Grafana', 'grafana', 'ecs-service'],
  ['Datadog', 'datadog', 'always-on', 500],
  ['PagerDuty', 'pagerduty', 'always-on', 100],
];

it.each(ofThePage)('%s of the page is the resource %s: %s', (_, name, kind, monthlyUsd) => {
  const found = definition.resources.find((one) => one.name === name);

  expect(found?.kind).toBe(kind);
  if (monthlyUsd !== undefined) expect(found).toMatchObject({ monthlyUsd });
});

it('the savings of the metadata platform name what nothing can stop, by price table, by its owner, or as not priced', async () => {
  const { clients } = simulatedCloud(definition.resources);
  const sizes = await sizesOf(clients)(definition, []);
  const prices = pricesOf('us-east-1');
  if (!prices) throw new Error('there are no prices');

  const { notSaved } = savings({
    ...{ definition, month: '2026-11', nowMs: Date.parse('2026-11-30T12:00:00Z'), reports: [], sizes, prices },
  });

  const said = new Map(notSaved.map((one) => [one.what, one]));
  expect(said.get('airflow')).toEqual({
    what: 'airflow',
    reason: '$300.00 a month that nothing can stop (by its owner)',
    usdPerMonth: 300,
    confidence: 'A',
  });
  expect(said.get('nat')).toEqual({
    what: 'nat',
    reason: '$32.85 a month that nothing can stop',
    usdPerMonth: 32.85,
    confidence: 'B',
  });
  for (const gate of ['keycloak-ready', 'events-lag', 'deliveries']) expect(said.has(gate), gate).toBe(false);
});

it('the savings of something that nothing can stop and that has no price say how to give one', async () => {
  const resources = definition.resources.flatMap((one) => {
    if (one.kind !== 'always-on' || one.service !== 'mwaa') return [];
    const { monthlyUsd: _, ...rest } = one;
    return [rest];
  });
  const { clients } = simulatedCloud(resources);
  const small = { ...definition, resources };
  const prices = pricesOf('us-east-1');
  if (!prices) throw new Error('there are no prices');

  const found = savings({
    ...{ definition: small, month: '2026-11', nowMs: Date.parse('2026-11-30T12:00:00Z'), reports: [], prices },
    sizes: await sizesOf(clients)(small, []),
  });

  expect(found.notSaved[0]).toEqual({
    what: 'airflow',
    reason: 'nothing can stop it; not priced: the price table has no price for Amazon MWAA; set monthlyUsd',
  });
});
