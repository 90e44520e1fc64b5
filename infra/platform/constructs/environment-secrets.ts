// The secrets that people fill in, each with its placeholder document. They are made before the services that read them: a
// service that begins with placeholders dies, and takes its deployment with it.
import { SecretValue, Validations } from 'aws-cdk-lib';
import { type ISecret, Secret, type SecretProps } from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import type { TopicsConfig } from '../config/topics-config.ts';
import type { WorkloadsConfig } from '../config/workloads-config.ts';
import type { PlaneNames } from '../core-names.ts';
import {
  generatedLogin,
  placeholderDocuments,
  type SecretName,
  secretKeys,
  secretNames,
} from '../placeholder-documents.ts';
import { keptAfterCreation } from '../removal.ts';

type EnvironmentSecretsProps = {
  readonly names: PlaneNames;
  readonly workloads: WorkloadsConfig;
  readonly topics: TopicsConfig;
};

const isNeeded = (name: SecretName, { clickhouseAgent, newRelicSidecar }: WorkloadsConfig): boolean => {
  if (name === 'clickhouse-prometheus-agent') return clickhouseAgent !== false;
  return name === 'newrelic-infra' ? newRelicSidecar : true;
};

/** No secret stands in the placeholders: names of topics do. */
const contentOf = (
  name: SecretName,
  topics: TopicsConfig,
): Pick<SecretProps, 'secretObjectValue' | 'generateSecretString'> =>
  name === 'kafka-ui'
    ? {
        generateSecretString: {
          secretStringTemplate: JSON.stringify({ [generatedLogin.user]: 'operator' }),
          generateStringKey: generatedLogin.password,
          excludePunctuation: true,
          passwordLength: 32,
        },
      }
    : {
        secretObjectValue: Object.fromEntries(
          Object.entries(placeholderDocuments(topics)[name]).map(([key, text]) => [
            key,
            SecretValue.unsafePlainText(text),
          ]),
        ),
      };

export class EnvironmentSecrets extends Construct {
  private readonly made: ReadonlyMap<SecretName, ISecret>;

  constructor(scope: Construct, id: string, { names, workloads, topics }: EnvironmentSecretsProps) {
    super(scope, id);
    const needed = secretNames.filter((name) => isNeeded(name, workloads));
    this.made = new Map(needed.map((name) => [name, this.secretOf(name, names.secret(name), topics)]));
  }

  /** Throws for one that this environment does not have. */
  of(name: SecretName): ISecret {
    const secret = this.made.get(name);
    if (!secret) throw new Error(`the secret ${name} is not made in this environment`);
    return secret;
  }

  private secretOf(name: SecretName, secretName: string, topics: TopicsConfig): Secret {
    const filledInBy = name === 'kafka-ui' ? 'Generated' : 'Filled in by hand';
    const secret = new Secret(this, name, {
      secretName,
      description: `${filledInBy}: ${secretKeys(name, topics).join(', ')}`,
      ...contentOf(name, topics),
      removalPolicy: keptAfterCreation,
    });
    Validations.of(secret).acknowledge({
      id: 'AwsSolutions-SMG4',
      reason: 'People and other systems issue these values; nothing here could rotate them',
    });
    return secret;
  }
}
