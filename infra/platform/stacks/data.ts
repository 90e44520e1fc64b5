// The data stack of an environment: databases, cache, topics, and the secrets that people fill in. Changed rarely, and only while
// the databases run: facts/cdk.md 5.
import { CfnOutput, Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { EnvironmentSecrets } from '../constructs/environment-secrets.ts';
import { KafkaTopics } from '../constructs/kafka-topics.ts';
import { Postgres } from '../constructs/postgres.ts';
import { Valkey } from '../constructs/valkey.ts';
import { databases } from '../core-names.ts';
import type { Foundation } from '../foundation-contract.ts';
import { holdOnToReferences, type PlaneProps, stackProps } from './core-stack.ts';

export class DataStack extends Stack {
  readonly secrets: EnvironmentSecrets;

  constructor(scope: Construct, id: string, props: PlaneProps) {
    const { config, environment, core, names } = props;
    super(scope, id, stackProps(config, core, `${environment}: databases, cache, topics and secrets`));
    holdOnToReferences(this);
    const foundation = props.foundation(this);
    const slow = [...this.databasesOf(props, foundation), this.cacheOf(props, foundation)];
    this.secrets = new EnvironmentSecrets(this, 'secrets', { names, workloads: core.workloads, topics: core.topics });
    // The owner's are outputs of its streaming stack.
    if (core.foundation.kind === 'shared') {
      new CfnOutput(this, 'BootstrapBrokersTls', { value: foundation.kafkaBootstrapBrokers() });
      new CfnOutput(this, 'BootstrapBrokersPublicTls', { value: foundation.kafkaPublicBootstrapBrokers() });
    }
    if (core.topics.madeBy === 'cleanup') return;
    const clusterArn = foundation.kafkaClusterArn();
    const topics = new KafkaTopics(this, 'topics', { clusterArn, topics: core.topics, teardown: core.teardown });
    // First: should the cluster refuse them, a minute is lost, and not the time that databases take.
    for (const one of slow) one.node.addDependency(topics);
  }

  private databasesOf({ core, names }: PlaneProps, { vpc, securityGroup }: Foundation): Postgres[] {
    return databases.map(
      (database) =>
        new Postgres(this, `${database}-db`, {
          database,
          names,
          config: core.data.databases[database],
          keeping: core,
          vpc,
          securityGroup: securityGroup(`${database}-db`),
        }),
    );
  }

  private cacheOf({ core, names }: PlaneProps, foundation: Foundation): Valkey {
    const cache = new Valkey(this, 'valkey', {
      name: names.cache,
      config: core.data.cache,
      keeping: core,
      vpc: foundation.vpc,
      securityGroupId: foundation.securityGroup('valkey').securityGroupId,
    });
    new CfnOutput(this, 'CachePrimaryEndpoint', { value: cache.primaryEndpoint });
    new CfnOutput(this, 'CacheReaderEndpoint', { value: cache.readerEndpoint });
    return cache;
  }
}
