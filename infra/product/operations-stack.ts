// The operations stack: makes the functions of one environment deployable, from its definition alone. The environment itself
// may have been created by anything; nothing here refers to another stack.
import { Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { Action } from '#core/action.ts';
import type { Definition } from '#definition/definition.ts';
import { type EnvironmentConfig, foundationOwner } from '../platform/config/environment-config.ts';
import { kafkaAccessPoint, publishedBy } from '../platform/foundation-contract.ts';
import { operatorInput } from '../platform/operator-inputs.ts';
import { AlarmNotifyFunction } from './constructs/alarm-notify-function.ts';
import { CleanupFunction } from './constructs/cleanup-function.ts';
import { databaseRestarts } from './constructs/database-restarts.ts';
import { DurableFunction } from './constructs/durable-function.ts';
import { mailboxesTopic } from './constructs/mailboxes-topic.ts';
import { operatorTopic } from './constructs/operator-topic.ts';
import { ReconcileFunction } from './constructs/reconcile-function.ts';
import { Schedules } from './constructs/schedules.ts';
import { stateTable } from './constructs/state-table.ts';

export type OperationsStackProps = { readonly definition: Definition; readonly config: EnvironmentConfig };

export class OperationsStack extends Stack {
  constructor(scope: Construct, id: string, { definition, config }: OperationsStackProps) {
    const { environment } = definition;
    super(scope, id, {
      description: `Curfew: scheduled operations of ${environment}`,
      terminationProtection: config.terminationProtection,
    });
    const shared = {
      definition,
      table: stateTable(this, environment),
      operatorTopic: operatorTopic(this, environment),
      mailboxes: mailboxesTopic(this, { environment, ownerEmail: this.ownerEmail(environment, config) }),
    };
    const aliasOf = (action: Action) => new DurableFunction(this, action, { action, ...shared }).alias;
    const runs = { start: aliasOf('start'), stop: aliasOf('stop') };
    const reconcile = new ReconcileFunction(this, 'reconcile', { runs, ...shared }).lambda;
    new Schedules(this, 'Schedules', { runs, reconcile, ...shared });
    databaseRestarts(this, { definition, reconcile });
    new AlarmNotifyFunction(this, 'alarm-notify', shared);
    const { cleanup } = definition;
    if (!cleanup) return;
    const kafka = kafkaAccessPoint(publishedBy(foundationOwner(environment, config))(this));
    new CleanupFunction(this, 'cleanup', { cleanup, kafka, ...shared });
  }

  /** Of an environment that something else created only its people know who is to be woken: they subscribe by hand. */
  private ownerEmail(environment: string, { core }: EnvironmentConfig): string | undefined {
    return core.kind === 'here' ? operatorInput(this, environment, 'owner/email') : undefined;
  }
}
