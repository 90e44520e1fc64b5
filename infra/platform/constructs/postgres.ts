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
import { isGuarded, keptUnlessEasy, snapshotUnlessEasy } from '../removal.ts';

type PostgresProps = {
  readonly database: Database;
  readonly names: PlaneNames;
  readonly config: DatabaseConfig;
  readonly keeping: Pick<Core, 'teardown' | 'lifecycle'>;
  readonly vpc: IVpc;
  readonly securityGroup: ISecurityGroup;
};

const engine = DatabaseInstanceEngine.postgres({ version: PostgresEngineVersion.VER_17 });
const user = 'postgres';
const managed = { manageMasterUserPassword: true, credentials: Credentials.fromUsername(user) };

export class Postgres extends Construct {
  constructor(scope: Construct, id: string, props: PostgresProps) {
    super(scope, id);
    const { database, names, config, keeping, vpc, securityGroup } = props;
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
      deletionProtection: config.deletionProtection && isGuarded(keeping),
      removalPolicy: snapshotUnlessEasy(keeping),
    });
    Validations.of(instance).acknowledge({
      id: 'AwsSolutions-RDS11',
      reason: 'The port of PostgreSQL, open to one workload; another would hide it from nobody',
    });
    if (keeping.teardown === 'easy')
      Validations.of(instance).acknowledge({
        id: 'AwsSolutions-RDS3',
        reason: 'One zone is enough for an environment that is off every night',
      });
    if (!isGuarded(keeping))
      Validations.of(instance).acknowledge({
        id: 'AwsSolutions-RDS10',
        reason: 'Made to be torn down easily, or not created yet: a failed creation must be able to delete it',
      });
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

  private password(props: PostgresProps) {
    const { masterPassword } = props.config;
    if (masterPassword === 'managed') return managed;
    const secret = this.ownSecret(props);
    // Made now and used with the switch to `static`, which changes nothing of the secret: what was captured stays in it.
    return masterPassword === 'capturing' ? managed : { credentials: Credentials.fromSecret(secret) };
  }

  private ownSecret({ names, database, keeping }: PostgresProps): Secret {
    const secret = new Secret(this, 'password', {
      secretName: names.databasePassword(database),
      removalPolicy: keptUnlessEasy(keeping),
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
    return secret;
  }
}
