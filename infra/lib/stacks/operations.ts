// The operations stack: makes start, stop, reconcile and alarm-notify of one environment deployable, from its definition alone.
// The environment itself may have been created by anything.
import { Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { Action, Definition } from '#domain/definition.ts';
import { configOf } from '#infra/config/environment-config.ts';
import { AlarmNotifyFunction } from '#infra/lib/constructs/alarm-notify-function.ts';
import { databaseRestarts } from '#infra/lib/constructs/database-restarts.ts';
import { DurableFunction } from '#infra/lib/constructs/durable-function.ts';
import { mailboxesTopic } from '#infra/lib/constructs/mailboxes-topic.ts';
import { operatorTopic } from '#infra/lib/constructs/operator-topic.ts';
import { ReconcileFunction } from '#infra/lib/constructs/reconcile-function.ts';
import { Schedules } from '#infra/lib/constructs/schedules.ts';
import { stateTable } from '#infra/lib/constructs/state-table.ts';

export type OperationsStackProps = { readonly definition: Definition };

export class OperationsStack extends Stack {
  constructor(scope: Construct, id: string, { definition }: OperationsStackProps) {
    const { environment } = definition;
    super(scope, id, {
      description: `Curfew: scheduled operations of ${environment}`,
      terminationProtection: configOf(environment).terminationProtection,
    });
    const shared = {
      definition,
      table: stateTable(this, environment),
      operatorTopic: operatorTopic(this, environment),
    };
    const aliasOf = (action: Action) => new DurableFunction(this, action, { action, ...shared }).alias;
    const runs = { start: aliasOf('start'), stop: aliasOf('stop') };
    const reconcile = new ReconcileFunction(this, 'reconcile', { runs, ...shared }).lambda;
    new Schedules(this, 'Schedules', { runs, reconcile, ...shared });
    databaseRestarts(this, { definition, reconcile });
    new AlarmNotifyFunction(this, 'alarm-notify', { mailboxes: mailboxesTopic(this, environment), ...shared });
  }
}
