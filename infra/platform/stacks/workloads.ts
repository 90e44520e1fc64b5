// The workloads stack of an environment: its cluster, its services and their public edge.
import { CfnOutput, Stack } from 'aws-cdk-lib';
import { Cluster, ContainerInsights } from 'aws-cdk-lib/aws-ecs';
import { NamespaceType } from 'aws-cdk-lib/aws-servicediscovery';
import type { Construct } from 'constructs';
import type { TaskCount } from '../config/workloads-config.ts';
import { Edge } from '../constructs/edge.ts';
import type { EnvironmentSecrets } from '../constructs/environment-secrets.ts';
import { FargateWorkload } from '../constructs/fargate-workload.ts';
import { newRelicSidecar } from '../constructs/new-relic-sidecar.ts';
import { containerOf } from '../containers.ts';
import { type Workload, workloads } from '../core-names.ts';
import { operatorInput } from '../operator-inputs.ts';
import { type PlaneProps, stackProps } from './core-stack.ts';

type WorkloadsProps = PlaneProps & { readonly secrets: EnvironmentSecrets };

export class WorkloadsStack extends Stack {
  readonly edge: Edge;

  constructor(scope: Construct, id: string, props: WorkloadsProps) {
    const { config, core, environment, names, secrets } = props;
    super(scope, id, stackProps(config, core, `${environment}: services`));
    const foundation = props.foundation(this);
    const surroundings = {
      names,
      foundation,
      secrets,
      cluster: this.clusterOf(props, foundation.vpc),
      logRetention: config.logRetention,
      topics: core.topics,
    };
    const { clickhouseAgent, addedSecretKeys } = core.workloads;
    const containerSettings = {
      plane: names.plane,
      kafkaBootstrapBrokers: foundation.kafkaBootstrapBrokers,
      newRelicRegion: clickhouseAgent ? clickhouseAgent.newRelicRegion : 'US',
    } as const;
    const make = (workload: Workload) =>
      new FargateWorkload(this, {
        ...surroundings,
        workload,
        taskCount: taskCountOf(props, workload),
        addedSecretKeys: addedSecretKeys[workload] ?? [],
        container: containerOf(workload, containerSettings),
      });
    const made = new Map(deployedWorkloads(props).map((workload) => [workload, make(workload)]));
    const of = (workload: Workload): FargateWorkload => {
      const one = made.get(workload);
      if (!one) throw new Error(`${workload} is not deployed in ${environment}`);
      return one;
    };
    if (core.workloads.newRelicSidecar) newRelicSidecar({ names, secrets, ...of('events-ingestion') });
    this.edge = new Edge(this, 'edge', {
      names,
      core,
      foundation,
      certificateArn: operatorInput(this, environment, 'edge/certificate-arn'),
      services: {
        'events-ingestion': of('events-ingestion').service,
        'dashboard-backend': of('dashboard-backend').service,
        'kafka-ui': of('kafka-ui').service,
      },
    });
    this.say(props, made.get('clickhouse-agent'));
  }

  private say({ names }: PlaneProps, agent: FargateWorkload | undefined): void {
    new CfnOutput(this, 'LoadBalancerDnsName', {
      value: this.edge.loadBalancer.loadBalancerDnsName,
      description: 'What the host names have to point to',
    });
    new CfnOutput(this, 'ClusterName', { value: names.cluster });
    if (!agent) return;
    const value = names.service('clickhouse-agent');
    new CfnOutput(this, 'ClickhouseAgentService', { value, condition: agent.isReleased });
    new CfnOutput(this, 'ClickhouseAgentSecret', { value: names.secret('clickhouse-prometheus-agent') });
  }

  private clusterOf({ names }: PlaneProps, vpc: Cluster['vpc']): Cluster {
    return new Cluster(this, 'cluster', {
      clusterName: names.cluster,
      vpc,
      // The alarms on running tasks live of its metrics.
      containerInsightsV2: ContainerInsights.ENABLED,
      defaultCloudMapNamespace: { name: names.serviceNamespace, type: NamespaceType.HTTP, useForServiceConnect: true },
    });
  }
}

/** Camunda makes its tables when it starts for the first time; two of them would make them at once. */
const taskCountOf = ({ core }: PlaneProps, workload: Workload): TaskCount => {
  const count = core.workloads.taskCounts[workload];
  const isFirst = workload === 'camunda' && core.lifecycle === 'creating' && count.owner === 'template';
  return isFirst ? { owner: 'template', desired: 1 } : count;
};

/** The agent for ClickHouse Cloud is optional. */
export const deployedWorkloads = ({ core }: Pick<PlaneProps, 'core'>): readonly Workload[] =>
  workloads.filter((workload) => workload !== 'clickhouse-agent' || core.workloads.clickhouseAgent !== false);
