// Rights, as CDK takes them.
import type { Stack } from 'aws-cdk-lib';
import { type Conditions, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Arn } from '#core/aws/arn.ts';

export const arnsIn =
  ({ partition, region, account }: Stack): Arn =>
  (service, resource) =>
    `arn:${partition}:${service}:${region}:${account}:${resource}`;

export const allow = (actions: string[], resources: string[], conditions: Conditions = {}): PolicyStatement =>
  new PolicyStatement({ actions, resources, conditions });
