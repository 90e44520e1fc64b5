// One service of an environment: its secret, logs, role, task and service.
import { Aspects, type CfnCondition, CfnResource, Duration, RemovalPolicy, Stack, Validations } from 'aws-cdk-lib';
import { Repository } from 'aws-cdk-lib/aws-ecr';
import {
  AppProtocol,
  type ContainerDefinitionOptions,
  ContainerImage,
  Secret as ContainerSecret,
  CpuArchitecture,
  FargateService,
  FargateTaskDefinition,
  type ICluster,
  LogDrivers,
  OperatingSystemFamily,
  type ServiceConnectProps,
} from 'aws-cdk-lib/aws-ecs';
import { LogGroup, type RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { ISecret } from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import { arnsIn } from '#infra/product/iam/statements.ts';
import type { TopicsConfig } from '../config/topics-config.ts';
import type { TaskCount } from '../config/workloads-config.ts';
import type { PlaneNames, Workload } from '../core-names.ts';
import type { Foundation } from '../foundation-contract.ts';
import { kafkaClient } from '../iam/kafka-client.ts';
import { secretKeys } from '../placeholder-documents.ts';
import { type WorkloadSpec, workloadSpecs } from '../workloads.ts';
import type { EnvironmentSecrets } from './environment-secrets.ts';
import { releaseOf } from './release.ts';

/** What the services of an environment have in common. */
type WorkloadSurroundings = {
  readonly names: PlaneNames;
  readonly cluster: ICluster;
  readonly foundation: Foundation;
  readonly secrets: EnvironmentSecrets;
  readonly logRetention: RetentionDays;
  readonly topics: TopicsConfig;
};

type FargateWorkloadProps = WorkloadSurroundings & {
  readonly workload: Workload;
  readonly taskCount: TaskCount;
  readonly addedSecretKeys: readonly string[];
  /** The variables of this service's container, without its secret. */
  readonly container?: Partial<
    Pick<ContainerDefinitionOptions, 'environment' | 'entryPoint' | 'command' | 'healthCheck'>
  >;
};

/** Every key of the secret is an environment variable: those of its first document, and those that people added. */
const secretsOf = (
  secret: ISecret,
  { secret: name }: WorkloadSpec,
  { topics, addedSecretKeys }: FargateWorkloadProps,
): Record<string, ContainerSecret> =>
  Object.fromEntries(
    [...secretKeys(name, topics), ...addedSecretKeys].map((key) => [
      key,
      ContainerSecret.fromSecretsManager(secret, key),
    ]),
  );

/** A client that waits for the engine's next task holds its request open for minutes; the default ends it after 15 s. */
const patient = { perRequestTimeout: Duration.minutes(5), idleTimeout: Duration.minutes(10) };

const serviceConnectOf = (
  workload: Workload,
  { serviceConnect, port }: WorkloadSpec,
  logGroup: LogGroup,
): ServiceConnectProps | undefined => {
  if (serviceConnect === undefined) return undefined;
  const logDriver = LogDrivers.awsLogs({ streamPrefix: 'service-connect', logGroup });
  if (serviceConnect === 'client' || port === undefined) return { logDriver };
  return { logDriver, services: [{ portMappingName: workload, dnsName: workload, port, ...patient }] };
};

/** Left out where operations own the count: a deployment would set it again, at any hour (facts/cdk.md 5). */
const desiredCount = (count: TaskCount): { readonly desiredCount?: number } =>
  count.owner === 'template' ? { desiredCount: count.desired } : {};

export class FargateWorkload extends Construct {
  readonly service: FargateService;
  readonly task: FargateTaskDefinition;
  readonly logGroup: LogGroup;
  /** Whether this service is deployed: without a release, nothing of it is created. */
  readonly isReleased: CfnCondition;

  constructor(scope: Construct, props: FargateWorkloadProps) {
    const { workload, names } = props;
    super(scope, workload);
    const spec = workloadSpecs[workload];
    const { isReleased, imageReference } = releaseOf(Stack.of(this), workload);
    this.isReleased = isReleased;
    const secret = props.secrets.of(spec.secret);
    this.task = this.taskOf(spec, props);
    this.logGroup = new LogGroup(this, 'logs', {
      logGroupName: names.serviceLogs(workload),
      retention: props.logRetention,
      // Kept, it would stand in the way of the next deployment under the same name.
      removalPolicy: RemovalPolicy.DESTROY,
    });
    this.addContainer(spec, secret, this.imageOf(spec, props, imageReference), props);
    secret.grantRead(this.task.taskRole);
    this.service = this.serviceOf(spec, props);
    Validations.of(this.task).acknowledge({
      id: 'AwsSolutions-ECS2',
      reason: 'Variables contain names and addresses; secrets come from Secrets Manager',
    });
    Aspects.of(this).add({
      visit: (node) => {
        if (CfnResource.isCfnResource(node)) node.cfnOptions.condition = isReleased;
      },
    });
  }

  private imageOf(
    { image }: WorkloadSpec,
    { foundation }: FargateWorkloadProps,
    reference: string | undefined,
  ): ContainerImage {
    if ('upstream' in image || reference === undefined)
      return ContainerImage.fromRegistry('upstream' in image ? image.upstream : image.built);
    const name = foundation.names.repository(image.built);
    const repository = Repository.fromRepositoryName(this, 'repository', name);
    repository.grantPull(this.task.obtainExecutionRole());
    return ContainerImage.fromRegistry(`${repository.repositoryUri}${reference}`);
  }

  private taskOf(
    { cpu, memoryMib, kafka }: WorkloadSpec,
    { workload, names, foundation, topics }: FargateWorkloadProps,
  ) {
    const task = new FargateTaskDefinition(this, 'task', {
      family: names.service(workload),
      cpu,
      memoryLimitMiB: memoryMib,
      runtimePlatform: { cpuArchitecture: CpuArchitecture.X86_64, operatingSystemFamily: OperatingSystemFamily.LINUX },
    });
    const arn = arnsIn(Stack.of(this));
    if (kafka)
      for (const statement of kafkaClient(foundation.names.kafka, kafka(topics), arn))
        task.addToTaskRolePolicy(statement);
    return task;
  }

  private addContainer(spec: WorkloadSpec, secret: ISecret, image: ContainerImage, props: FargateWorkloadProps): void {
    const { workload, names, container = {} } = props;
    const { port } = spec;
    const appProtocol = spec.serviceConnect === 'server' ? { appProtocol: AppProtocol.http } : {};
    this.task.addContainer(workload, {
      ...container,
      image,
      essential: true,
      logging: LogDrivers.awsLogs({ streamPrefix: workload, logGroup: this.logGroup }),
      environment: { SECRET_NAME: names.secret(spec.secret), ...container.environment },
      secrets: secretsOf(secret, spec, props),
      ...(port === undefined ? {} : { portMappings: [{ name: workload, containerPort: port, ...appProtocol }] }),
    });
  }

  private serviceOf(spec: WorkloadSpec, props: FargateWorkloadProps): FargateService {
    const { workload, names, cluster, foundation, taskCount } = props;
    const serviceConnectConfiguration = serviceConnectOf(workload, spec, this.logGroup);
    return new FargateService(this, 'service', {
      serviceName: names.service(workload),
      cluster,
      taskDefinition: this.task,
      ...desiredCount(taskCount),
      minHealthyPercent: 100,
      maxHealthyPercent: 200,
      circuitBreaker: { rollback: true },
      assignPublicIp: false,
      vpcSubnets: { subnets: foundation.vpc.privateSubnets },
      securityGroups: spec.securityGroups.map(foundation.securityGroup),
      ...(spec.healthPath === undefined ? {} : { healthCheckGracePeriod: Duration.minutes(2) }),
      ...(serviceConnectConfiguration === undefined ? {} : { serviceConnectConfiguration }),
    });
  }
}
