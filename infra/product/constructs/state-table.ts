// The state table: what was remembered in order to restore, the lease, the slots and the reports of an environment.
import { RemovalPolicy } from 'aws-cdk-lib';
import { AttributeType, BillingMode, Table } from 'aws-cdk-lib/aws-dynamodb';
import type { Construct } from 'constructs';
import { namesOf } from '#core/deployed.ts';

/**
 * Losing it means not knowing how many tasks an environment had, which is why it has both protections and the recovery. A first
 * creation that failed deletes it again: its name would be in the way of the next. `guarded` is false while that may still
 * happen.
 */
export const stateTable = (scope: Construct, environment: string, { guarded }: { readonly guarded: boolean }): Table =>
  new Table(scope, 'StateTable', {
    tableName: namesOf(environment).stateTable,
    partitionKey: { name: 'pk', type: AttributeType.STRING },
    sortKey: { name: 'sk', type: AttributeType.STRING },
    timeToLiveAttribute: 'expiresAt',
    billingMode: BillingMode.PAY_PER_REQUEST,
    pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
    removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
    deletionProtection: guarded,
  });
