// Where clients find a Kafka cluster. CloudFormation does not know it, so it is asked of AWS once the cluster is there.
import { RemovalPolicy, Validations } from 'aws-cdk-lib';
import { LogGroup, type RetentionDays } from 'aws-cdk-lib/aws-logs';
import { AwsCustomResource, AwsCustomResourcePolicy, PhysicalResourceId } from 'aws-cdk-lib/custom-resources';
import { Construct } from 'constructs';
import { allow } from '#infra/product/iam/statements.ts';

type BootstrapBrokersProps = {
  readonly clusterArn: string;
  /** Of the cluster's connectivity: with another value the brokers are read again. */
  readonly connectivity: string;
  readonly logRetention: RetentionDays;
};

/** IAM over TLS: from inside the VPC, by the public endpoint. AWS answers only with those that the cluster has. */
const paths = { private: 'BootstrapBrokerStringSaslIam', public: 'BootstrapBrokerStringPublicSaslIam' } as const;

export class BootstrapBrokers extends Construct {
  private readonly answer: AwsCustomResource;

  constructor(scope: Construct, id: string, { clusterArn, connectivity, logRetention }: BootstrapBrokersProps) {
    super(scope, id);
    this.answer = new AwsCustomResource(this, 'answer', {
      onUpdate: {
        service: 'Kafka',
        action: 'getBootstrapBrokers',
        parameters: { ClusterArn: clusterArn },
        physicalResourceId: PhysicalResourceId.of(`bootstrap-brokers-${connectivity}`),
        outputPaths: Object.values(paths),
      },
      policy: AwsCustomResourcePolicy.fromStatements([allow(['kafka:GetBootstrapBrokers'], ['*'])]),
      installLatestAwsSdk: false,
      logGroup: new LogGroup(this, 'logs', { retention: logRetention, removalPolicy: RemovalPolicy.DESTROY }),
    });
    const { grantPrincipal: role } = this.answer;
    if (Construct.isConstruct(role))
      Validations.of(role).acknowledge({
        id: 'AwsSolutions-IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole]',
        reason: "The role is CDK's own, of the function that does what CloudFormation cannot",
      });
  }

  addressesOf(endpoint: keyof typeof paths): string {
    return this.answer.getResponseField(paths[endpoint]);
  }
}
