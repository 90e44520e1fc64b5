// One environment as it is deployed: the only place where its stacks are wired.
import { Aspects, Stage, Tags } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { Definition } from '#definition/definition.ts';
import { onlyForOwnAccount } from '../product/iam/own-account.ts';
import { OperationsStack, type OperationsStackProps } from '../product/operations-stack.ts';
import type { Core } from './config/core-config.ts';
import type { EnvironmentConfig } from './config/environment-config.ts';
import { configOf, foundationOwner } from './config/environments.ts';
import { foundationNames, planeNames } from './core-names.ts';
import { type FoundationSource, foundationIn, kafkaAccessPoint, publishedBy } from './foundation-contract.ts';
import { operatorInput } from './operator-inputs.ts';
import { DataStack } from './stacks/data.ts';
import { type FoundationStackProps, NetworkStack } from './stacks/network.ts';
import { ObservabilityStack } from './stacks/observability.ts';
import { StreamingStack } from './stacks/streaming.ts';
import { WorkloadsStack } from './stacks/workloads.ts';

/** What the operations of an environment are told of the platform that it stands on. */
const operationsOf = (definition: Definition, config: EnvironmentConfig, source: string): OperationsStackProps => {
  const { environment } = definition;
  const { core, terminationProtection, operations, slackAlarms } = config;
  const isNew = core.kind === 'here' && core.lifecycle === 'creating';
  return {
    definition,
    source,
    // Its file is deployed with the platform, so `curfew apply` would be undone by the next deployment.
    owner: 'stack',
    operations,
    slackAlarms,
    // A first creation that failed must leave nothing behind that cannot be deleted.
    guarded: !isNew,
    terminationProtection: terminationProtection && !isNew,
    // Of an environment that something else created only its people know who is to be woken: they subscribe by hand.
    ...(core.kind === 'here' ? { ownerEmail: (stack) => operatorInput(stack, environment, 'owner/email') } : {}),
    kafka: (stack) => kafkaAccessPoint(publishedBy(foundationOwner(environment, config))(stack)),
  };
};

export class EnvironmentStage extends Stage {
  constructor(
    scope: Construct,
    definition: Definition,
    /** Its file. */
    source: string,
    config: EnvironmentConfig = configOf(definition.environment),
  ) {
    // No account: it is whichever the credentials of a deployment belong to, and synthesis asks for none.
    super(scope, definition.environment, { env: { region: definition.region } });
    Tags.of(this).add('environment', definition.environment);
    Aspects.of(this).add(onlyForOwnAccount);
    const operated = config.core.kind === 'here' ? this.core(definition.environment, config, config.core) : undefined;
    const operations = new OperationsStack(this, 'operations', operationsOf(definition, config, source));
    // alarm-notify subscribes to the alarms' topic by its name.
    if (operated) operations.addStackDependency(operated);
  }

  private core(environment: string, config: EnvironmentConfig, core: Core): ObservabilityStack {
    const plane = {
      environment,
      config,
      core,
      names: planeNames(core.naming),
      foundation: this.foundation(environment, config, core),
    };
    const { secrets } = new DataStack(this, 'data', plane);
    const { edge } = new WorkloadsStack(this, 'workloads', { ...plane, secrets });
    return new ObservabilityStack(this, 'observability', { ...plane, edge });
  }

  private foundation(
    environment: string,
    config: EnvironmentConfig,
    { foundation, naming, teardown, lifecycle }: Core,
  ): FoundationSource {
    const names = foundationNames(naming.prefix);
    if (foundation.kind === 'owned')
      return this.owned({ environment, config, foundation, names, keeping: { teardown, lifecycle } });
    const values = publishedBy(foundation.from);
    return (stack) => foundationIn(stack, names, values(stack));
  }

  private owned(props: FoundationStackProps): FoundationSource {
    const network = new NetworkStack(this, 'network', props);
    const streaming = new StreamingStack(this, 'streaming', { ...props, network: network.values });
    const values = { ...network.values, ...streaming.values };
    return (stack) => foundationIn(stack, props.names, (key) => values[key]);
  }
}
