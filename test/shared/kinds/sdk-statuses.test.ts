// Every status of an API's own list is in exactly one column of its kind: a list that grows with an update of the SDK fails here.
import { ServiceStatus } from '@aws-sdk/client-apprunner';
import { InstanceStateName } from '@aws-sdk/client-ec2';
import { NodegroupStatus } from '@aws-sdk/client-eks';
import { RuleState } from '@aws-sdk/client-eventbridge';
import { ApplicationStatus } from '@aws-sdk/client-kinesis-analytics-v2';
import { PipeState } from '@aws-sdk/client-pipes';
import { NotebookInstanceStatus } from '@aws-sdk/client-sagemaker';
import { ScheduleState } from '@aws-sdk/client-scheduler';
import { State } from '@aws-sdk/client-transfer';
import { describe, expect, it } from 'vitest';
import { nodeGroupStatuses } from '#kinds/eks-node-group/decide.ts';
import { columnOf } from '#kinds/status-columns.ts';
import { type StatusKindName, statusKindNames, statusKindOf } from '#kinds/status-kinds.ts';

/** The lists that the SDK has as values. */
const lists: { readonly [K in StatusKindName]?: Readonly<Record<string, string>> } = {
  'ec2-instance': InstanceStateName,
  'eventbridge-pipe': PipeState,
  'eventbridge-rule': RuleState,
  'eventbridge-schedule': ScheduleState,
  'flink-application': ApplicationStatus,
  'sagemaker-notebook': NotebookInstanceStatus,
  'app-runner-service': ServiceStatus,
  'transfer-server': State,
};

/** Those of which the SDK only has a text, or nothing: what its documentation lists (facts/kinds.md 5.2). */
const withoutList: { readonly [K in StatusKindName]?: readonly string[] } = {
  'event-source-mapping': ['Creating', 'Enabling', 'Enabled', 'Disabling', 'Disabled', 'Updating', 'Deleting'],
  'osis-pipeline': [
    ...['CREATING', 'ACTIVE', 'UPDATING', 'DELETING', 'CREATE_FAILED', 'UPDATE_FAILED'],
    ...['STARTING', 'START_FAILED', 'STOPPING', 'STOPPED'],
  ],
  'docdb-cluster': ['available', 'stopped', 'starting', 'stopping'],
  'neptune-cluster': ['available', 'stopped', 'starting', 'stopping'],
  'redshift-cluster': ['available', 'paused', 'pausing', 'resuming', 'modifying'],
};

const columnsWith = (name: StatusKindName, status: string): string[] =>
  Object.entries(statusKindOf(name).statuses).flatMap(([column, words]) => (words.includes(status) ? [column] : []));

it('the statuses of a node group are those that EKS lists, each in exactly one column', () => {
  expect(Object.values(nodeGroupStatuses).flat().toSorted()).toEqual(Object.values(NodegroupStatus).toSorted());
});

describe.each(statusKindNames)('the statuses of %s', (name) => {
  const listed = lists[name] ? Object.values(lists[name]) : withoutList[name];

  it('the statuses of a kind are those that its API lists, each in exactly one column', () => {
    expect(listed?.map((status) => [status, columnsWith(name, status).length])).toEqual(
      listed?.map((status) => [status, 1]),
    );
    expect(listed?.length, 'no list is known of this kind').toBeGreaterThan(1);
  });

  it('the statuses of a kind are no others than those of the list, where the SDK has one', () => {
    const known = lists[name];
    if (!known) return;
    expect(Object.values(statusKindOf(name).statuses).flat().toSorted()).toEqual(Object.values(known).toSorted());
  });

  it('a status that its API does not know yet means moving', () => {
    expect(columnOf(statusKindOf(name), 'RESIZING_THE_MOON')).toBe('moving');
  });
});
