// What only the people of an account know: they put it into Parameter Store before the first deployment (docs/deploy.md), so
// that no address, certificate or account stands in this repository. CloudFormation reads it at every deployment.
import type { Stack } from 'aws-cdk-lib';
import { StringParameter } from 'aws-cdk-lib/aws-ssm';

const operatorInputs = [
  'edge/certificate-arn',
  'owner/email',
  'new-relic/aws-account-id',
  'new-relic/account-id',
] as const;
type OperatorInput = (typeof operatorInputs)[number];

const inputName = (environment: string, input: OperatorInput): string => `/platform/${environment}/${input}`;

export const operatorInput = (stack: Stack, environment: string, input: OperatorInput): string =>
  StringParameter.valueForStringParameter(stack, inputName(environment, input));
