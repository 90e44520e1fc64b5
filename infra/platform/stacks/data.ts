// The data stack of an environment: databases, cache, and the secrets that people fill in. Changed rarely, and only while they run: facts/cdk.md 5.
import { CfnOutput, Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { EnvironmentSecrets } from '../constructs/environment-secrets.ts';
import { Postgres } from '../constructs/postgres.ts';
import { Valkey } from '../constructs/valkey.ts';
import { databases } from '../core-names.ts';
import { holdOnToReferences, type PlaneProps, stackProps } from './core-stack.ts';

export class DataStack extends Stack {
  readonly secrets: EnvironmentSecrets;

  constructor(scope: Construct, id: string, props: PlaneProps) {
    const { config, environment, core, names } = props;
    super(scope, id, stackProps(config, `${environment}: databases, cache and secrets`));
    holdOnToReferences(this);
    const foundation = props.foundation(this);
    const { vpc } = foundation;
    const { teardown, data } = core;
    for (const database of databases)
      new Postgres(this, `${database}-db`, {
        database,
        names,
        config: data.databases[database],
        teardown,
        vpc,
        securityGroup: foundation.securityGroup(`${database}-db`),
      });
    this.secrets = new EnvironmentSecrets(this, 'secrets', { names, workloads: core.workloads });
    const { securityGroupId } = foundation.securityGroup('valkey');
    const cache = new Valkey(this, 'valkey', { name: names.cache, config: data.cache, teardown, vpc, securityGroupId });
    new CfnOutput(this, 'CachePrimaryEndpoint', { value: cache.primaryEndpoint });
    new CfnOutput(this, 'CacheReaderEndpoint', { value: cache.readerEndpoint });
  }
}
