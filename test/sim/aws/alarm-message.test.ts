// What the simulated CloudWatch publishes is what alarm-notify takes for an alarm about that resource.
import { describe, expect, it } from 'vitest';
import type { Resource } from '#kinds/resource.ts';
import { awsNameOf, definitionOf } from '#kinds/resource.ts';
import { recogniseNotification } from '#notify/recognition/recognise-notification.ts';
import { alarmMessage, topicArnOf } from '#sim/aws/alarm-message.ts';
import type { SimAlarm } from '#sim/aws/alarm-states.ts';
import { everyKind } from '#test/infra/every-kind.ts';

const changedAt = Date.parse('2026-11-20T15:04:11.435Z');

const inState = (state: string): SimAlarm => ({
  name: 'somebodys-alarm',
  watches: 'one',
  muted: false,
  disabled: false,
  scales: false,
  whenMissing: 'ALARM',
  state,
  changed: { from: 'OK', at: changedAt },
});

const recognised = (state: string, resource: Resource) => {
  const topicArn = topicArnOf('eu-west-1', 'shop-alarms');
  const { message, subject } = alarmMessage(inState(state), resource, 'eu-west-1', topicArn);
  return recogniseNotification({ id: 'one', body: message, ...(subject ? { subject } : {}), topicArn });
};

/** No alarm of CloudWatch names what it does not know, such as a URL. */
const known = everyKind.resources.filter(({ kind }) => definitionOf(kind).dimension ?? kind === 'ecs-service');

describe.each(known)('an alarm of $name', (resource) => {
  it.each([
    ['ALARM', 'alarm'],
    ['OK', 'ok'],
    ['INSUFFICIENT_DATA', 'insufficient-data'],
  ])('an alarm of any kind in %s is recognised, by the name that AWS has for what it watches', (state, expected) => {
    const { source, name, state: found, resources, region, at, detail } = recognised(state, resource);

    expect({ source, name, found, region }).toEqual({
      source: 'alarm',
      name: 'somebodys-alarm',
      found: expected,
      region: 'eu-west-1',
    });
    expect(resources).toEqual([awsNameOf(resource)]);
    expect(Date.parse(at ?? '')).toBe(changedAt);
    expect(detail).toMatchObject({ kind: 'metric-alarm', condition: { threshold: 1 } });
  });
});
