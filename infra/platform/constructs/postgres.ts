// A PostgreSQL instance of one service, with a subnet group, a parameter group and a password of its own.
import { Duration, Validations } from 'aws-cdk-lib';
import { InstanceType, type ISecurityGroup, type IVpc, SubnetType } from 'aws-cdk-lib/aws-ec2';
import {
  Credentials,
  DatabaseInsightsMode,
  DatabaseInstance,
  DatabaseInstanceEngine,
  ParameterGroup,
  PostgresEngineVersion,
  StorageType,
  SubnetGroup,
} from 'aws-cdk-lib/aws-rds';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import type { Core } from '../config/core-config.ts';
import type { DatabaseConfig } from '../config/data-config.ts';
import { ports } from '../config/ports.ts';
import type { Database, PlaneNames } from '../core-names.ts';
import { keptUnlessEasy, snapshotUnlessEasy } from '../removal.ts';

type PostgresProps = {
  readonly database: Database;
  readonly names: PlaneNames;
  readonly config: DatabaseConfig;
  readonly teardown: Core['teardown'];
  readonly vpc: IVpc;
  readonly securityGroup: ISecurityGroup;
};

const engine = DatabaseInstanceEngine.postgres({ version: PostgresEngineVersion.VER_17 });
const user = 'postgres';

export class Postgres extends Construct {
  constructor(scope: Construct, id: string, props: PostgresProps) {
    super(scope, id);
    const { database, names, config, teardown, vpc, securityGroup } = props;
    const instance = new DatabaseInstance(this, 'instance', {
      // With a name of its own, a change that would replace it fails instead of happening.
      instanceIdentifier: names.database(database),
      databaseName: database,
      engine,
      instanceType: new InstanceType(config.instanceClass),
      multiAz: config.multiAz,
      allocatedStorage: config.storageGib,
      storageType: StorageType.GP3,
      storageEncrypted: true,
      vpc,
      subnetGroup: this.subnets(props),
      parameterGroup: this.parameters(props),
      securityGroups: [securityGroup],
      port: ports.postgres,
      publiclyAccessible: false,
      ...this.password(props),
      // Of these the alarm on the load by active sessions is made.
      enablePerformanceInsights: true,
      databaseInsightsMode: DatabaseInsightsMode.STANDARD,
      backupRetention: Duration.days(config.backupDays),
      copyTagsToSnapshot: true,
      deletionProtection: config.deletionProtection,
      removalPolicy: snapshotUnlessEasy(teardown),
    });
    Validations.of(instance).acknowledge({
      id: 'AwsSolutions-RDS11',
      reason: 'The port of PostgreSQL, open to one workload; another would hide it from nobody',
    });
    if (teardown === 'easy')
      Validations.of(instance).acknowledge(
        { id: 'AwsSolutions-RDS3', reason: 'One zone is enough for an environment that is off every night' },
        { id: 'AwsSolutions-RDS10', reason: 'Made to be torn down easily' },
      );
  }

  private subnets({ names, database, vpc }: PostgresProps): SubnetGroup {
    return new SubnetGroup(this, 'subnets', {
      subnetGroupName: names.databaseSubnets(database),
      description: `Private subnets for the ${database} database`,
      vpc,
      vpcSubnets: { subnetType: SubnetType.PRIVATE_WITH_EGRESS },
    });
  }

  private parameters({ names, database }: PostgresProps): ParameterGroup {
    return new ParameterGroup(this, 'parameters', {
      name: names.databaseParameters(database),
      description: `Settings of the ${database} database`,
      engine,
      parameters: { 'rds.force_ssl': '1' },
    });
  }

  private password({ names, database, config, teardown }: PostgresProps) {
    if (config.masterPassword === 'managed')
      return { manageMasterUserPassword: true, credentials: Credentials.fromUsername(user) };
    const secret = new Secret(this, 'password', {
      secretName: names.databasePassword(database),
      removalPolicy: keptUnlessEasy(teardown),
      description: `Master password of ${names.database(database)}. It is not rotated automatically.`,
      generateSecretString: {
        secretStringTemplate: JSON.stringify({ username: user }),
        generateStringKey: 'password',
        excludePunctuation: true,
        passwordLength: 40,
      },
    });
    Validations.of(secret).acknowledge({
      id: 'AwsSolutions-SMG4',
      reason: 'For a service that reads its password once; a rotation in the background would lock it out',
    });
    return { credentials: Credentials.fromSecret(secret) };
  }
}
