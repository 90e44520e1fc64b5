// What Curfew is in an account, whatever stack it is put into: the functions of one environment, from its definition alone.
// The environment itself may have been created by anything; nothing here refers to another stack.
import { Aspects, CfnResource, Stack } from 'aws-cdk-lib';
import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import { CfnSubscription, type ITopic } from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';
import type { RestartRule } from '#access/restart-rules.ts';
import type { Action } from '#core/action.ts';
import type { Definition } from '#definition/definition.ts';
import type { AlsoIn } from '#definition/shared-things.ts';
import { isRight } from '#deploy/delivered.ts';
import { AlarmNotifyFunction } from './constructs/alarm-notify-function.ts';
import { CleanupFunction } from './constructs/cleanup-function.ts';
import { ControlFunction } from './constructs/control-function.ts';
import { databaseRestarts } from './constructs/database-restarts.ts';
import { sharedDeadLetters } from './constructs/dead-letter-queue.ts';
import { type DefinitionOwner, deliveredDefinition } from './constructs/delivered-definition.ts';
import { DurableFunction } from './constructs/durable-function.ts';
import type { FunctionCode, Surroundings } from './constructs/environment-function.ts';
import { mailboxesTopic } from './constructs/mailboxes-topic.ts';
import { operatorTopic } from './constructs/operator-topic.ts';
import { ReconcileFunction } from './constructs/reconcile-function.ts';
import { releasedCode } from './constructs/released-code.ts';
import { SchedulerRole } from './constructs/scheduler-role.ts';
import { Schedules } from './constructs/schedules.ts';
import { stateTable } from './constructs/state-table.ts';
import { onlyForOwnAccount } from './iam/own-account.ts';
import type { KafkaAccessPoint } from './kafka-access-point.ts';

export type OperationsProps = {
  readonly definition: Definition;
  /** The file of the definition. The stack delivers it: `control` learns by it what was granted. */
  readonly source: string;
  /** Who changes the definition later: `stack` where it is only ever changed with the stack. */
  readonly owner?: DefinitionOwner;
  /** What other environments change, too; as the definition is marked, if not said. */
  readonly alsoIn?: () => AlsoIn;
  /** Of the functions' logs. Longer than a holiday: what went wrong in a night is often asked about weeks later. */
  readonly logRetention?: RetentionDays | undefined;
  /** Whether the state table is protected from being deleted: not before the stack was created once. By default it is. */
  readonly guarded?: boolean;
  /** `disabled`: no function that may start or stop anything, and no schedule. */
  readonly operations?: 'enabled' | 'disabled';
  /** Whether `alarm-notify` tells Slack what the topics say. */
  readonly slackAlarms?: boolean;
  /** Who is subscribed to the mailboxes with the deployment. Without it people subscribe by hand. */
  readonly ownerEmail?: ((stack: Stack) => string) | undefined;
  /** Asked only where the definition has a cleanup. */
  readonly kafka: (stack: Stack) => KafkaAccessPoint;
  /** What `npm run build` made, if not said. */
  readonly codeOf?: FunctionCode;
  /** Those of the definition, if not said. */
  readonly restarts?: readonly RestartRule[];
};

/** What may start and stop, with its schedules. Answers with where `control` is asked. */
const operate = (scope: Construct, props: OperationsProps, shared: Surroundings): string => {
  const { definition, source, owner = 'cli', alsoIn, kafka, restarts } = props;
  const { environment, cleanup } = definition;
  const aliasOf = (action: Action) => new DurableFunction(scope, action, { action, ...shared }).alias;
  const runs = { start: aliasOf('start'), stop: aliasOf('stop') };
  const schedulerRole = new SchedulerRole(scope, 'SchedulerRole', { environment, runs, ...shared });
  const reconcile = new ReconcileFunction(scope, 'reconcile', { runs, schedulerRole, ...shared }).lambda;
  new Schedules(scope, 'Schedules', { reconcile, ...shared });
  databaseRestarts(scope, { definition, reconcile, rules: restarts });
  const control = new ControlFunction(scope, 'control', { runs, schedulerRole, ...shared });
  if (cleanup) new CleanupFunction(scope, 'cleanup', { cleanup, kafka: kafka(Stack.of(scope)), ...shared });
  // What a version may count on is there before it: rights first, definition second.
  const after = scope.node
    .findAll()
    .filter(CfnResource.isCfnResource)
    .filter((one) => isRight(one.cfnResourceType, one instanceof CfnSubscription ? one.protocol : undefined));
  deliveredDefinition(scope, { definition, source, owner, alsoIn, control: control.lambda, after });
  return control.url;
};

export type Operations = {
  readonly operatorTopic: ITopic;
  readonly mailboxes: ITopic;
  readonly table: Surroundings['table'];
  /** Whoever may invoke it by IAM. Of operations that are enabled. */
  readonly controlUrl: string | undefined;
};

/** Puts it below `scope`, under ids that stay the same in every scope. */
export const addOperations = (scope: Construct, props: OperationsProps): Operations => {
  const { definition, logRetention = RetentionDays.ONE_MONTH, ownerEmail, codeOf = releasedCode } = props;
  const { guarded = true, operations = 'enabled', slackAlarms = true } = props;
  const { environment } = definition;
  Aspects.of(scope).add(onlyForOwnAccount);
  const topics = {
    operatorTopic: operatorTopic(scope, environment),
    mailboxes: mailboxesTopic(scope, { environment, ownerEmail: ownerEmail?.(Stack.of(scope)) }),
  };
  const shared = { definition, logRetention, codeOf, ...topics, table: stateTable(scope, environment, { guarded }) };
  if (slackAlarms) new AlarmNotifyFunction(scope, 'alarm-notify', shared);
  const controlUrl =
    operations === 'enabled'
      ? operate(scope, props, {
          ...shared,
          deadLetters: sharedDeadLetters(scope, environment, Object.values(topics)),
        })
      : undefined;
  return { ...topics, table: shared.table, controlUrl };
};
