// How severe other events are, by their type and by what they say, and which of them Curfew causes.
import { expect, test } from 'vitest';
import type { NotificationSource, Severity } from '#core/notification.ts';
import type { OtherEvent } from '#notify/sources/event/detail.ts';
import { policy, severityOf } from '#notify/sources/event/policy.ts';
import { recognised } from '../recognised.ts';

type Told = Parameters<typeof severityOf>[1];
const nothing: Told = { state: undefined, states: [], severity: undefined, isOver: false } as unknown as Told;

test.each<[type: string, told: Partial<Told>, reason: string | undefined, severity: Severity]>([
  ['Backup Job Failed', {}, undefined, 'error'],
  ['Backup Job Failed', { isOver: true }, undefined, 'info'],
  ['EC2 Spot Instance Interruption Warning', {}, undefined, 'warning'],
  ['Job State Change', { severity: 'error' }, undefined, 'error'],
  ['EC2 Spot Instance Interruption Warning', { severity: 'error' }, undefined, 'error'],
  ['Backup Job Failed', { severity: 'info' }, undefined, 'error'],
  ['Job State Change', {}, 'the copy failed', 'error'],
  ['Job State Change', {}, undefined, 'info'],
  ['Job State Change', { severity: 'warning' }, 'Stop Reason FULL_LOAD_ONLY_FINISHED', 'info'],
  ['Job State Change', { severity: 'warning' }, 'Stop Reason NOT_FINISHED', 'warning'],
  ['Job State Change', { severity: 'warning' }, 'UNFINISHED', 'warning'],
  ['Job State Change', { severity: 'warning' }, 'FINISHEDX', 'warning'],
  ['Job State Change', { severity: 'error' }, 'FINISHED', 'error'],
  ['AWS API Call via CloudTrail', {}, 'it failed', 'info'],
  ['AWS API Call via CloudTrail', { severity: 'error' }, undefined, 'warning'],
  ['AWS API Call via CloudTrail', { severity: 'critical' }, undefined, 'critical'],
  ['via CloudTrail Failed', { severity: 'error' }, undefined, 'error'],
  ['KMS CMK Deletion', {}, undefined, 'warning'],
  ['KMS Key Deletion', {}, undefined, 'warning'],
  ['Step Canceled', {}, undefined, 'warning'],
  ['Step Cancelled', {}, undefined, 'warning'],
  ['Sending Status Disabled', {}, undefined, 'error'],
])('an event %s that says %j because of %s is %s', (type, told, reason, severity) => {
  expect(severityOf(type, { ...nothing, ...told }, reason)).toBe(severity);
});

const detail: OtherEvent = {
  ...{ kind: 'event', eventSource: 'aws.x', detailType: 'x', outcome: undefined, call: undefined },
  ...{ text: undefined, url: undefined, detail: '{}' },
};

test.each<[more: Partial<OtherEvent>, severity: Severity, source: NotificationSource, expected: boolean]>([
  [{ outcome: 'STOPPED' }, 'warning', 'event', true],
  [{ outcome: 'in-service' }, 'info', 'event', true],
  [{ outcome: 'running' }, 'error', 'event', false],
  [{ outcome: 'running' }, 'critical', 'event', false],
  [{ outcome: 'running' }, 'info', 'health', false],
  [{ outcome: 'running' }, 'info', 'guardduty', false],
  [{ outcome: 'created' }, 'info', 'event', false],
  [{}, 'info', 'event', false],
  [{ call: 'StopDBInstance' }, 'info', 'event', true],
  [{ call: 'StopDBInstance', outcome: 'created' }, 'info', 'event', true],
  [{ call: 'StopDBInstance' }, 'warning', 'event', false],
  [{ call: 'DeleteDBInstance', outcome: 'stopped' }, 'info', 'event', false],
])('a planned downtime expects the event %j with the severity %s from %s: %s', (more, severity, source, expected) => {
  expect(policy.mayBeExpected(recognised({ ...detail, ...more }, { severity, source }))).toBe(expected);
});

test.each<[NotificationSource, boolean]>([
  ['health', true],
  ['guardduty', true],
  ['event', false],
])('an event of %s is about the whole account and never folded: %s', (source, isOfAws) => {
  const of = recognised(detail, { source });

  expect([policy.isAccountWide(of), policy.mayBeFolded(of)]).toEqual([isOfAws, !isOfAws]);
});
