// The operations stack: makes the functions of one environment deployable, from its definition alone. The environment itself
// may have been created by anything; nothing here refers to another stack.
import { Aspects, Stack } from 'aws-cdk-lib';
import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import type { Action } from '#core/action.ts';
import type { Definition } from '#definition/definition.ts';
import { AlarmNotifyFunction } from './constructs/alarm-notify-function.ts';
import { CleanupFunction } from './constructs/cleanup-function.ts';
import { ControlFunction } from './constructs/control-function.ts';
import { databaseRestarts } from './constructs/database-restarts.ts';
import { sharedDeadLetters } from './constructs/dead-letter-queue.ts';
import { type DefinitionOwner, deliveredDefinition } from './constructs/delivered-definition.ts';
import { DurableFunction } from './constructs/durable-function.ts';
import type { Surroundings } from './constructs/environment-function.ts';
import { mailboxesTopic } from './constructs/mailboxes-topic.ts';
import { operatorTopic } from './constructs/operator-topic.ts';
import { ReconcileFunction } from './constructs/reconcile-function.ts';
import { SchedulerRole } from './constructs/scheduler-role.ts';
import { Schedules } from './constructs/schedules.ts';
import { stateTable } from './constructs/state-table.ts';
import { onlyForOwnAccount } from './iam/own-account.ts';
import type { KafkaAccessPoint } from './kafka-access-point.ts';

export type OperationsStackProps = {
  readonly definition: Definition;
  /** The file of the definition. With it the stack delivers it: `control` learns by it what was granted. */
  readonly source?: string | undefined;
  /** Who changes the definition later: `stack` where it is only ever changed with the stack. */
  readonly owner?: DefinitionOwner;
  /** Of the functions' logs. Longer than a holiday: what went wrong in a night is often asked about weeks later. */
  readonly logRetention?: RetentionDays;
  readonly terminationProtection: boolean;
  /** Whether the state table is protected from being deleted: not before the stack was created once. By default it is. */
  readonly guarded?: boolean;
  /** `disabled`: no function that may start or stop anything, and no schedule. */
  readonly operations?: 'enabled' | 'disabled';
  /** Whether `alarm-notify` tells Slack what the topics say. */
  readonly slackAlarms?: boolean;
  /** Who is subscribed to the mailboxes with the deployment. Without it people subscribe by hand. */
  readonly ownerEmail?: (stack: Stack) => string;
  /** Asked only where the definition has a cleanup. */
  readonly kafka: (stack: Stack) => KafkaAccessPoint;
};

export class OperationsStack extends Stack {
  constructor(scope: Construct, id: string, props: OperationsStackProps) {
    const { definition, logRetention = RetentionDays.ONE_MONTH, terminationProtection, ownerEmail } = props;
    const { guarded = true, operations = 'enabled', slackAlarms = true } = props;
    const { environment } = definition;
    super(scope, id, {
      description: `Curfew: scheduled operations of ${environment}`,
      terminationProtection,
    });
    Aspects.of(this).add(onlyForOwnAccount);
    const topics = {
      operatorTopic: operatorTopic(this, environment),
      mailboxes: mailboxesTopic(this, { environment, ownerEmail: ownerEmail?.(this) }),
    };
    const shared = {
      ...{ definition, logRetention, ...topics },
      table: stateTable(this, environment, { guarded }),
    };
    if (slackAlarms) new AlarmNotifyFunction(this, 'alarm-notify', shared);
    if (operations === 'enabled')
      this.operate(props, { ...shared, deadLetters: sharedDeadLetters(this, environment, Object.values(topics)) });
  }

  /** What may start and stop, with its schedules. */
  private operate({ definition, source, owner = 'cli', kafka }: OperationsStackProps, shared: Surroundings): void {
    const aliasOf = (action: Action) => new DurableFunction(this, action, { action, ...shared }).alias;
    const runs = { start: aliasOf('start'), stop: aliasOf('stop') };
    const { environment, cleanup } = definition;
    const schedulerRole = new SchedulerRole(this, 'SchedulerRole', { environment, runs, ...shared });
    const reconcile = new ReconcileFunction(this, 'reconcile', { runs, schedulerRole, ...shared }).lambda;
    new Schedules(this, 'Schedules', { reconcile, ...shared });
    databaseRestarts(this, { definition, reconcile });
    const control = new ControlFunction(this, 'control', { runs, schedulerRole, ...shared }).lambda;
    if (cleanup) new CleanupFunction(this, 'cleanup', { cleanup, kafka: kafka(this), ...shared });
    if (source === undefined) return;
    // What a version may count on is there before it: rights first, definition second.
    deliveredDefinition(this, { definition, source, owner, control, after: [...this.node.children] });
  }
}
