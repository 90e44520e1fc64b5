// The secrets that people fill in, each with its placeholder document. They are made before the services that read them: a
// service that begins with placeholders dies, and takes its deployment with it.
import { RemovalPolicy, SecretValue, Validations } from 'aws-cdk-lib';
import { type ISecret, Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import type { WorkloadsConfig } from '../config/workloads-config.ts';
import type { PlaneNames } from '../core-names.ts';
import { placeholderDocuments, type SecretName } from '../placeholder-documents.ts';

type EnvironmentSecretsProps = { readonly names: PlaneNames; readonly workloads: WorkloadsConfig };

const isNeeded = (name: SecretName, { clickhouseAgent, newRelicSidecar }: WorkloadsConfig): boolean => {
  if (name === 'clickhouse-prometheus-agent') return clickhouseAgent;
  return name === 'newrelic-infra' ? newRelicSidecar : true;
};

/** No secret stands in these: placeholders do, and names of topics. */
const placeholder = (name: SecretName): Record<string, SecretValue> =>
  Object.fromEntries(
    Object.entries(placeholderDocuments[name]).map(([key, text]) => [key, SecretValue.unsafePlainText(text)]),
  );

export class EnvironmentSecrets extends Construct {
  private readonly made: ReadonlyMap<SecretName, ISecret>;

  constructor(scope: Construct, id: string, { names, workloads }: EnvironmentSecretsProps) {
    super(scope, id);
    const needed = (Object.keys(placeholderDocuments) as SecretName[]).filter((name) => isNeeded(name, workloads));
    this.made = new Map(needed.map((name) => [name, this.secretOf(name, names.secret(name))]));
  }

  /** Throws for one that this environment does not have. */
  of(name: SecretName): ISecret {
    const secret = this.made.get(name);
    if (!secret) throw new Error(`the secret ${name} is not made in this environment`);
    return secret;
  }

  private secretOf(name: SecretName, secretName: string): Secret {
    const secret = new Secret(this, name, {
      secretName,
      description: `Filled in by hand: ${Object.keys(placeholderDocuments[name]).join(', ')}`,
      secretObjectValue: placeholder(name),
      removalPolicy: RemovalPolicy.RETAIN,
    });
    Validations.of(secret).acknowledge({
      id: 'AwsSolutions-SMG4',
      reason: 'People and other systems issue these values; nothing here could rotate them',
    });
    return secret;
  }
}
