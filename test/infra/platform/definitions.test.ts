// The definitions in examples/atlas/, by which the platform is operated, against what is deployed: every name exists, and everything that can be stopped, or that a
// stop sets off, is named.
import { describe, expect, it } from 'vitest';
import { findDefinition } from '#definition/load.ts';
import { configOf } from '#infra/platform/config/environments.ts';
import { deployedIn, forgotten, mutedInVain, namedInVain, ringing } from '#test/infra/checks/definitions.ts';
import { environments, text } from '#test/infra/synthesised.ts';

const operatedBy = (environment: string) => findDefinition(environment, 'examples/atlas');

describe.each(environments)('the definition of $environment', (deployed) => {
  const definition = operatedBy(deployed.environment);

  it('the definition of an environment names what is deployed, or what need not be', () => {
    expect(namedInVain(definition, deployed)).toEqual([]);
  });

  it('the definition of an environment names everything of the environment that can be stopped', () => {
    expect(deployedIn(deployed).length).toBeGreaterThan(8);
    expect(forgotten(definition, deployed)).toEqual([]);
  });

  it('the definition of an environment says what to fall back to exactly where operations own the count', () => {
    const { core } = configOf(deployed.environment);
    if (core.kind !== 'here') return;
    const services = definition.resources.flatMap((one) => (one.kind === 'ecs-service' ? [one] : []));

    for (const { name, fallbackDesired } of services) {
      const count = core.workloads.taskCounts[name as keyof typeof core.workloads.taskCounts];
      expect([name, fallbackDesired]).toEqual([name, count.owner === 'operations' ? count.baseline : undefined]);
    }
  });

  it('the definition of an environment mutes alarms that are deployed, every one', () => {
    expect(definition.alarms.mute.length).toBeGreaterThan(0);
    expect(mutedInVain(definition, deployed)).toEqual([]);
  });

  it('the definition of an environment mutes all that a stop sets off, and nothing of Kafka, which stays up', () => {
    expect(ringing(definition, deployed)).toEqual([]);
    for (const pattern of definition.alarms.mute)
      expect('poc-atlas-dev-msk-high-cpu'.startsWith(pattern.replace(/\*$/, ''))).toBe(false);
  });
});

describe.each(environments)('the topics that the definition of $environment listens to', ({ environment, stack }) => {
  const { topics = [] } = operatedBy(environment).notifications;
  const observability = stack('observability');
  const deployedTopics = new Map(
    observability.all('AWS::SNS::Topic').map(({ id, properties }) => [String(properties.TopicName), id]),
  );

  it('every alarm topic that the definition of $environment names is deployed', () => {
    expect(topics.filter((name) => !deployedTopics.has(name))).toEqual([]);
  });

  it('the topics that a definition listens to hear of every alarm of the environment, so that alarm-notify does', () => {
    const heard = topics.map((name) => ({ Ref: deployedTopics.get(name) }));
    const alarms = observability.all('AWS::CloudWatch::Alarm').map(({ properties }) => properties);

    expect(heard).toHaveLength(1);
    for (const alarm of alarms) expect(alarm).toMatchObject({ AlarmActions: expect.arrayContaining(heard) });
  });

  it('the topics that a definition listens to exist before alarm-notify subscribes to them', () => {
    const subscribed = stack('operations')
      .all('AWS::SNS::Subscription', { Protocol: 'sqs' })
      .map(({ properties }) => text(properties.TopicArn));

    for (const name of topics) expect(subscribed.some((arn) => arn.endsWith(`:${name}`))).toBe(true);
    expect(stack('operations').dependsOn).toContain('observability');
  });
});
