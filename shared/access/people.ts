// What the user of the command needs: no role is created for people, so this is for docs/permissions.md, and a test holds it
// against what the commands call.
import type { Arn } from '#core/aws/arn.ts';
import { functionNamesOf, urlAlias } from '#core/deployed.ts';
import type { Definition } from '#definition/definition.ts';
import { lookAtAlarms, lookAtRules, muteAlarms, unmuteAlarms } from './cloudwatch-alarms.ts';
import { readEnvironmentSwitch, turnEnvironmentSwitch } from './environment-switch.ts';
import { changeResources, observeResources } from './functions.ts';
import { invokeRuns } from './invoke-runs.ts';
import { forgetMemories, leaseAndForget, noteInEnvironment, readTable } from './state-table.ts';
import { allow, type Statement } from './statement.ts';

/** By the URL alone: only of those who come by it AWS says who they are. Without the other right a URL is refused since October 2025. */
const askControl = (environment: string, arn: Arn): Statement[] => {
  const on = [arn('lambda', `function:${functionNamesOf(environment, 'control').function}:${urlAlias}`)];
  return [
    allow(['lambda:GetFunctionUrlConfig', 'lambda:InvokeFunctionUrl'], on),
    allow(['lambda:InvokeFunction'], on, { Bool: { 'lambda:InvokedViaFunctionUrl': 'true' } }),
  ];
};

const invoke = (environment: string, name: 'reconcile' | 'cleanup', arn: Arn): Statement =>
  allow(['lambda:InvokeFunction'], [arn('lambda', `function:${functionNamesOf(environment, name).function}`)]);

type Needed = (definition: Definition, arn: Arn) => Statement[];

/** By the commands that need it. */
export const peoplesPermissions = {
  'curfew plan': (definition, arn) => [...observeResources(definition, arn), ...readTable(definition.environment, arn)],
  'curfew status': (definition, arn) => [
    ...observeResources(definition, arn),
    ...readTable(definition.environment, arn),
    ...readEnvironmentSwitch(definition.environment, arn),
  ],
  'curfew runs': ({ environment }, arn) => readTable(environment, arn),
  'curfew diff, curfew apply, curfew history, curfew show, curfew adopt': ({ environment }, arn) =>
    askControl(environment, arn),
  'curfew savings': (definition, arn) => [
    ...observeResources(definition, arn),
    ...readTable(definition.environment, arn),
  ],
  'curfew costs': (definition, arn) => [
    allow(['ce:GetCostAndUsage', 'ce:GetCostComparisonDrivers', 'ce:GetCostForecast', 'ce:GetTags'], ['*']),
    ...observeResources(definition, arn),
    ...readTable(definition.environment, arn),
    ...noteInEnvironment(definition.environment, arn),
  ],
  'curfew start, curfew stop': ({ environment }, arn) => [
    ...invokeRuns(environment, arn),
    ...readTable(environment, arn),
  ],
  'curfew start --local, curfew stop --local': (definition, arn) => [
    ...observeResources(definition, arn),
    ...(['start', 'stop'] as const).flatMap((action) => changeResources(action, definition, arn)),
    ...readTable(definition.environment, arn),
    ...noteInEnvironment(definition.environment, arn),
    ...leaseAndForget(definition.environment, arn),
    ...readEnvironmentSwitch(definition.environment, arn),
    ...muteAlarms(definition, arn),
    ...unmuteAlarms(definition, arn),
    ...lookAtAlarms(definition),
    ...lookAtRules(definition, arn),
  ],
  'curfew hold, curfew release': ({ environment }, arn) => [
    ...readTable(environment, arn),
    ...noteInEnvironment(environment, arn),
    invoke(environment, 'reconcile', arn),
  ],
  'curfew pause, curfew resume': ({ environment }, arn) => [
    ...readEnvironmentSwitch(environment, arn),
    turnEnvironmentSwitch(environment, arn),
    invoke(environment, 'reconcile', arn),
  ],
  'curfew memories': ({ environment }, arn) => readTable(environment, arn),
  'curfew forget': ({ environment }, arn) => [...readTable(environment, arn), ...forgetMemories(environment, arn)],
  'curfew silence': ({ environment }, arn) => [...readTable(environment, arn), ...noteInEnvironment(environment, arn)],
  'curfew deploy-guard': (definition, arn) => [
    ...observeResources(definition, arn),
    ...readTable(definition.environment, arn),
    ...noteInEnvironment(definition.environment, arn),
    ...leaseAndForget(definition.environment, arn),
    ...invokeRuns(definition.environment, arn),
    invoke(definition.environment, 'reconcile', arn),
  ],
  'curfew cleanup --cluster': ({ environment }, arn) => [
    invoke(environment, 'cleanup', arn),
    // What a run would do, and how far it has come.
    ...readTable(environment, arn),
  ],
  'curfew prices': () => [allow(['pricing:GetProducts'], ['*'])],
} as const satisfies Readonly<Record<string, Needed>>;
