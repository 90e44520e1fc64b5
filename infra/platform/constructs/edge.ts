// The public edge of an environment: one load balancer, HTTPS only, a host name per service.
import { Duration, RemovalPolicy, Stack, Validations } from 'aws-cdk-lib';
import type { FargateService } from 'aws-cdk-lib/aws-ecs';
import {
  ApplicationLoadBalancer,
  ApplicationProtocol,
  ApplicationTargetGroup,
  type IListenerCertificate,
  ListenerAction,
  ListenerCertificate,
  ListenerCondition,
  SslPolicy,
} from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { BlockPublicAccess, Bucket, BucketEncryption } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import type { Core } from '../config/core-config.ts';
import { ports } from '../config/ports.ts';
import type { PublicWorkload } from '../config/workloads-config.ts';
import type { PlaneNames } from '../core-names.ts';
import type { Foundation } from '../foundation-contract.ts';
import { isGuarded, keptAfterCreation } from '../removal.ts';
import { workloadSpecs } from '../workloads.ts';

type EdgeProps = {
  readonly names: PlaneNames;
  readonly core: Core;
  readonly foundation: Foundation;
  readonly certificateArn: string;
  readonly services: Readonly<Record<PublicWorkload, FargateService>>;
};

/** A host name nobody gave goes to events ingestion, too. Priorities are fixed: a new rule must not renumber the others. */
const priorities: Readonly<Record<PublicWorkload, number>> = {
  'events-ingestion': 10,
  'dashboard-backend': 20,
  'kafka-ui': 30,
};
export const publicWorkloads = Object.keys(priorities) as PublicWorkload[];

/** Behind the rule of its host name: requests from elsewhere are refused, and do not fall through to events ingestion. */
const kafkaUiRefusal = 31;

const logDays = { easy: 7, guarded: 90 } as const;

export class Edge extends Construct {
  readonly loadBalancer: ApplicationLoadBalancer;
  readonly targetGroups: Readonly<Record<PublicWorkload, ApplicationTargetGroup>>;

  constructor(scope: Construct, id: string, props: EdgeProps) {
    super(scope, id);
    const { kafkaUiCidrs } = props.core.workloads;
    if (kafkaUiCidrs.some((cidr) => cidr.endsWith('/0')))
      throw new Error('kafkaUiCidrs: a range of all addresses opens Kafka UI to the internet');
    this.loadBalancer = this.balancerOf(props);
    const groupOf = (workload: PublicWorkload) => this.targetGroupOf(workload, props);
    this.targetGroups = {
      'events-ingestion': groupOf('events-ingestion'),
      'dashboard-backend': groupOf('dashboard-backend'),
      'kafka-ui': groupOf('kafka-ui'),
    };
    this.listen(props, ListenerCertificate.fromArn(props.certificateArn));
  }

  private balancerOf({ names, core, foundation }: EdgeProps): ApplicationLoadBalancer {
    const loadBalancer = new ApplicationLoadBalancer(this, 'load-balancer', {
      loadBalancerName: names.loadBalancer,
      vpc: foundation.vpc,
      vpcSubnets: { subnets: foundation.vpc.publicSubnets },
      internetFacing: true,
      securityGroup: foundation.securityGroup('alb'),
      dropInvalidHeaderFields: true,
      deletionProtection: isGuarded(core),
    });
    const logs = this.logBucketOf(core);
    loadBalancer.setAttribute('access_logs.s3.enabled', 'true');
    loadBalancer.setAttribute('access_logs.s3.bucket', logs.bucketName);
    // AWS tries whether it may write when the attribute is set.
    // And what empties the bucket is there before the first file is.
    loadBalancer.node.addDependency(logs);
    return loadBalancer;
  }

  /** By the service's name: `logAccessLogs` would write the account of AWS that did this in older regions. */
  private logBucketOf(core: Core): Bucket {
    const { teardown } = core;
    const bucket = new Bucket(this, 'access-logs', {
      // The only encryption that the load balancer can write with.
      encryption: BucketEncryption.S3_MANAGED,
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      enforceSSL: true,
      lifecycleRules: [{ expiration: Duration.days(logDays[teardown]) }],
      // The load balancer writes a file to try it, and a bucket with something in it cannot be deleted: not by a rollback either.
      ...(isGuarded(core)
        ? { removalPolicy: keptAfterCreation }
        : { removalPolicy: RemovalPolicy.DESTROY, autoDeleteObjects: true }),
    });
    bucket.addToResourcePolicy(
      new PolicyStatement({
        principals: [new ServicePrincipal('logdelivery.elasticloadbalancing.amazonaws.com')],
        actions: ['s3:PutObject'],
        resources: [bucket.arnForObjects(`AWSLogs/${Stack.of(this).account}/*`)],
        conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(this).account } },
      }),
    );
    Validations.of(bucket).acknowledge({ id: 'AwsSolutions-S1', reason: 'It holds access logs itself' });
    return bucket;
  }

  private targetGroupOf(workload: PublicWorkload, { names, foundation, services }: EdgeProps): ApplicationTargetGroup {
    const { port, healthPath } = workloadSpecs[workload];
    return new ApplicationTargetGroup(this, `${workload}-targets`, {
      targetGroupName: names.targetGroup(workload),
      vpc: foundation.vpc,
      protocol: ApplicationProtocol.HTTP,
      ...(port === undefined ? {} : { port }),
      targets: [
        services[workload].loadBalancerTarget({ containerName: workload, ...(port ? { containerPort: port } : {}) }),
      ],
      deregistrationDelay: Duration.seconds(30),
      healthCheck: { ...(healthPath === undefined ? {} : { path: healthPath }), interval: Duration.seconds(15) },
    });
  }

  private listen({ core: { workloads } }: EdgeProps, certificate: IListenerCertificate): void {
    // `open: false`: the security group, which belongs to the foundation, says who may come in.
    this.loadBalancer.addListener('http', {
      port: ports.http,
      open: false,
      defaultAction: ListenerAction.redirect({ protocol: 'HTTPS', port: String(ports.https), permanent: true }),
    });
    const https = this.loadBalancer.addListener('https', {
      port: ports.https,
      open: false,
      certificates: [certificate],
      sslPolicy: SslPolicy.RECOMMENDED_TLS,
      defaultAction: ListenerAction.forward([this.targetGroups['events-ingestion']]),
    });
    for (const workload of publicWorkloads)
      https.addAction(workload, {
        priority: priorities[workload],
        conditions: [
          ListenerCondition.hostHeaders([workloads.hosts[workload]]),
          ...(workload === 'kafka-ui' ? [ListenerCondition.sourceIps([...workloads.kafkaUiCidrs])] : []),
        ],
        action: ListenerAction.forward([this.targetGroups[workload]]),
      });
    https.addAction('kafka-ui-from-elsewhere', {
      priority: kafkaUiRefusal,
      conditions: [ListenerCondition.hostHeaders([workloads.hosts['kafka-ui']])],
      action: ListenerAction.fixedResponse(403, { contentType: 'text/plain', messageBody: 'Not from here' }),
    });
  }
}
