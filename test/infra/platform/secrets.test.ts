// The secrets of each environment, and which service reads them.
import { describe, expect, it } from 'vitest';
import { planeNames } from '#infra/platform/core-names.ts';
import { configOf, coreOf, definitionOf } from '#test/infra/fixtures/environments.ts';
import { deployedAs, deployedFrom, environments, type Found } from '#test/infra/synthesised.ts';

const planes = environments.map(({ environment, stack }) => {
  const core = coreOf(environment);
  return { environment, core, names: planeNames(core.naming), stack: stack('workloads'), data: stack('data') };
});

type Container = {
  readonly Name: string;
  readonly Essential: boolean;
  readonly Image: unknown;
  readonly Command?: readonly string[];
  readonly Environment?: readonly { readonly Name: string; readonly Value: unknown }[];
  readonly Secrets?: readonly { readonly Name: string; readonly ValueFrom: unknown }[];
};

const containersOf = (task: Found) => task.properties.ContainerDefinitions as readonly Container[];

/**
 * What was first deployed. CloudFormation writes a changed placeholder over the values that people filled in: never change a
 * line of this, nor the documents; a new key goes into a new secret.
 */
const firstDeployed: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'events-ingestion': {
    KAFKA_EVENTS_TOPIC: 'atlas.events.raw',
    KAFKA_DLQ_TOPIC: 'atlas.events.dlq',
    KAFKA_SASL_MECHANISM: 'AWS_MSK_IAM',
    KAFKA_BROKERS: 'FILL_IN',
  },
  'dashboard-backend': { DATABASE_URL: 'FILL_IN', KAFKA_SASL_MECHANISM: 'AWS_MSK_IAM', KAFKA_BROKERS: 'FILL_IN' },
  scoring: {
    KAFKA_OUTPUT_TOPIC: 'atlas.l3.user.score',
    KAFKA_DLQ_TOPIC: 'atlas.scoring.dlq',
    KAFKA_SASL_MECHANISM: 'AWS_MSK_IAM',
    KAFKA_BROKERS: 'FILL_IN',
    CAMUNDA_BASE_URL: 'http://camunda:8080/engine-rest',
  },
  camunda: { DB_DRIVER: 'org.postgresql.Driver', DB_URL: 'FILL_IN', DB_USERNAME: 'FILL_IN', DB_PASSWORD: 'FILL_IN' },
  'clickhouse-prometheus-agent': {
    CLICKHOUSE_ORGANIZATION_ID: 'FILL_IN',
    CLICKHOUSE_SERVICE_ID: 'FILL_IN',
    CLICKHOUSE_KEY_ID: 'FILL_IN',
    CLICKHOUSE_KEY_SECRET: 'FILL_IN',
    NEW_RELIC_LICENSE_KEY: 'FILL_IN',
  },
  'newrelic-infra': { NRIA_LICENSE_KEY: 'FILL_IN' },
};

/** A second plane on a cluster has topics of its own. */
const ownTopics = (document: Readonly<Record<string, string>>, first: string): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(document).map(([key, value]) => [key, value.replace(/^atlas\./, `${first}.`)]));

describe.each(planes)('the secrets of $environment', ({ environment, names, stack, data }) => {
  it.each(Object.entries(firstDeployed))(
    '%s begins as it was first deployed, and outlives its stack',
    (name, first) => {
      const { properties, attributes } = data.only('AWS::SecretsManager::Secret', { Name: names.secret(name) });

      const expected = environment === 'staging2' ? ownTopics(first, 'atlas2') : first;
      expect(JSON.parse(String(properties.SecretString))).toEqual(expected);
      expect(attributes).toMatchObject({ DeletionPolicy: 'RetainExceptOnCreate', UpdateReplacePolicy: 'Retain' });
    },
  );

  it('the login of Kafka UI is generated: there is no placeholder that somebody could log in with', () => {
    const { properties } = data.only('AWS::SecretsManager::Secret', { Name: names.secret('kafka-ui') });

    expect(properties).not.toHaveProperty('SecretString');
    expect(properties.GenerateSecretString).toMatchObject({
      GenerateStringKey: 'SPRING_SECURITY_USER_PASSWORD',
      PasswordLength: 32,
      SecretStringTemplate: '{"SPRING_SECURITY_USER_NAME":"operator"}',
    });
  });

  it('the secrets of an environment are read by one service each, key by key', () => {
    const read = stack.all('AWS::ECS::TaskDefinition').map((task) => ({
      keys: containersOf(task).flatMap(({ Secrets = [] }) => Secrets.map(({ Name }) => Name)),
      from: new Set(containersOf(task).flatMap(({ Secrets = [] }) => Secrets.map((one) => secretNamed(one.ValueFrom)))),
    }));

    const login = ['SPRING_SECURITY_USER_NAME', 'SPRING_SECURITY_USER_PASSWORD'];
    expect(read.flatMap(({ keys }) => keys).sort()).toEqual(
      [...Object.values(firstDeployed).flatMap(Object.keys), ...login].sort(),
    );
    expect(read.flatMap(({ from }) => [...from]).length).toBe(Object.keys(firstDeployed).length + 1);
  });
});

/** Which secret a key comes from, whatever the reference looks like. */
const secretNamed = (valueFrom: unknown): string => JSON.stringify(valueFrom).replace(/:[A-Z_]+::/, '');

it('a key that people added to a secret reaches the container once the configuration names it', () => {
  const core = coreOf('prod');
  const workloads = { ...core.workloads, addedSecretKeys: { 'dashboard-backend': ['SCORING_BASE_URL'] } };
  const { stack } = deployedFrom(definitionOf('prod'), { ...configOf('prod'), core: { ...core, workloads } });
  const keysIn = (of: typeof stack) =>
    containersOf(of('workloads').only('AWS::ECS::TaskDefinition', { Family: 'atlas-prod-dashboard-backend' })).flatMap(
      ({ Secrets = [] }) => Secrets.map(({ Name }) => Name),
    );

  expect(keysIn(stack).filter((key) => !keysIn(deployedAs('prod').stack).includes(key))).toEqual(['SCORING_BASE_URL']);
});
