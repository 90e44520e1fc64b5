// The data stack of an environment: databases and cache. Changed rarely, and only while they run: facts/cdk.md 5.
import { CfnOutput, Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { Postgres } from '#infra/lib/constructs/postgres.ts';
import { Valkey } from '#infra/lib/constructs/valkey.ts';
import { databases } from '#infra/lib/core-names.ts';
import { holdOnToReferences, type PlaneProps, stackProps } from './core-stack.ts';

export class DataStack extends Stack {
  constructor(scope: Construct, id: string, props: PlaneProps) {
    const { config, environment, core, names } = props;
    super(scope, id, stackProps(config, `${environment}: databases and cache`));
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
    const { securityGroupId } = foundation.securityGroup('valkey');
    const cache = new Valkey(this, 'valkey', { name: names.cache, config: data.cache, teardown, vpc, securityGroupId });
    new CfnOutput(this, 'CachePrimaryEndpoint', { value: cache.primaryEndpoint });
    new CfnOutput(this, 'CacheReaderEndpoint', { value: cache.readerEndpoint });
  }
}
