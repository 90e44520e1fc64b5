// What the stacks of an environment's core have in common.
import { CrossStackReferences, ReferenceStrength, type Stack, type StackProps } from 'aws-cdk-lib';
import type { Core } from '../config/core-config.ts';
import type { EnvironmentConfig } from '../config/environment-config.ts';
import type { PlaneNames } from '../core-names.ts';
import type { FoundationSource } from '../foundation-contract.ts';

/** What a stack of a workload plane is made from: data, workloads, observability. */
export type PlaneProps = {
  readonly environment: string;
  readonly config: EnvironmentConfig;
  readonly core: Core;
  readonly names: PlaneNames;
  readonly foundation: FoundationSource;
};

export const stackProps = ({ terminationProtection }: EnvironmentConfig, description: string): StackProps => ({
  description,
  terminationProtection,
});

/** For a stack with data, first of all: what it refers to cannot be taken away while it does (facts/cdk.md 4.4). */
export const holdOnToReferences = (stack: Stack): void =>
  CrossStackReferences.of(stack).consume(ReferenceStrength.STRONG);
