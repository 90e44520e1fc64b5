// A secret that people fill in: it begins with a placeholder document and is never touched again.
import { RemovalPolicy, SecretValue } from 'aws-cdk-lib';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import type { Construct } from 'constructs';
import { placeholderDocuments, type SecretName } from '#infra/lib/placeholder-documents.ts';
import { acknowledge } from './acknowledgements.ts';

export const placeholderSecret = (scope: Construct, id: string, name: SecretName, secretName: string): Secret => {
  const secret = new Secret(scope, id, {
    secretName,
    description: `Filled in by hand: keys ${Object.keys(placeholderDocuments[name]).join(', ')}`,
    // No secret stands here: placeholders do, and names of topics.
    secretObjectValue: Object.fromEntries(
      Object.entries(placeholderDocuments[name]).map(([key, text]) => [key, SecretValue.unsafePlainText(text)]),
    ),
    removalPolicy: RemovalPolicy.RETAIN,
  });
  acknowledge(
    secret,
    'AwsSolutions-SMG4',
    'people and other systems issue these values; nothing here could rotate them',
  );
  return secret;
};
