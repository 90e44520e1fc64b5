// The calls of the stores over shared/core/state/dynamodb-table.ts: everybody reads everything, and writes only partitions of its own.
import type { Arn } from '#core/aws/arn.ts';
import { namesOf } from '#core/deployed.ts';
import {
  cleanupPartitions,
  definitionPartition,
  environmentPartition,
  notificationPartition,
  observedPartition,
} from '#core/state/partitions.ts';
import { allow, type Statement } from './statement.ts';

const tableOf = (environment: string, arn: Arn): string[] => [
  arn('dynamodb', `table/${namesOf(environment).stateTable}`),
];

/** Of all keys that a call names. */
const only = (...partitions: string[]) => ({ 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': partitions } });

export const readTable = (environment: string, arn: Arn): Statement[] => [
  allow(['dynamodb:GetItem', 'dynamodb:Query'], tableOf(environment, arn)),
];

/**
 * One item, whatever it is about: a claim, a memory, a report, an override or the end of one. Reconcile needs no more: of the
 * store it asks for the readings and for `note`, while prolonging or giving back a lease and forgetting belong to runs.
 */
export const noteInEnvironment = (environment: string, arn: Arn): Statement[] => [
  allow(['dynamodb:PutItem'], tableOf(environment, arn), only(environmentPartition(environment))),
];

/** The same for reconcile, which also notes by which definition it looks; that of a run is in its report. */
export const noteOfReconcile = (environment: string, arn: Arn): Statement[] => [
  allow(
    ['dynamodb:PutItem'],
    tableOf(environment, arn),
    only(environmentPartition(environment), observedPartition(environment)),
  ),
];

/** What a run needs besides: it prolongs its lease and gives it back, and forgets what it restored. */
export const leaseAndForget = (environment: string, arn: Arn): Statement[] => [
  allow(
    ['dynamodb:UpdateItem', 'dynamodb:DeleteItem'],
    tableOf(environment, arn),
    only(environmentPartition(environment)),
  ),
];

/** What a person who forgets on purpose needs. */
export const forgetMemories = (environment: string, arn: Arn): Statement[] => [
  allow(['dynamodb:DeleteItem'], tableOf(environment, arn), only(environmentPartition(environment))),
];

export const noteDeliveries = (environment: string, arn: Arn): Statement[] => [
  allow(
    ['dynamodb:PutItem'],
    tableOf(environment, arn),
    only(notificationPartition(environment), observedPartition(environment)),
  ),
];

export const noteCleanups = (environment: string, arn: Arn): Statement[] => [
  allow(['dynamodb:PutItem'], tableOf(environment, arn), only(`${cleanupPartitions}*`, observedPartition(environment))),
];

/** A version with the item that names it as current, what the stack granted, and when an old version expires. */
export const storeDefinitions = (environment: string, arn: Arn): Statement[] => [
  allow(['dynamodb:PutItem', 'dynamodb:UpdateItem'], tableOf(environment, arn), only(definitionPartition(environment))),
];
