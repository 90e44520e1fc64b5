// What the stacks of an environment's core have in common.
import { CrossStackReferences, ReferenceStrength, type Stack, type StackProps, Token } from 'aws-cdk-lib';
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

/** Not protected before it was created once: a stack whose first creation failed has to be deleted before the next try. */
export const stackProps = (
  { terminationProtection }: EnvironmentConfig,
  { lifecycle }: Pick<Core, 'lifecycle'>,
  description: string,
): StackProps => ({
  description,
  terminationProtection: terminationProtection && lifecycle === 'established',
});

/**
 * Exports every value of a foundation, whether or not another stack takes it yet: what the next phase of another stack needs is there
 * already, and this one need not be deployed again for it.
 */
export const exportAll = (stack: Stack, values: Readonly<Record<string, string>>): void => {
  for (const value of Object.values(values)) if (Token.isUnresolved(value)) stack.exportValue(value);
};

/** For a stack with data, first of all: what it refers to cannot be deleted while it does (facts/cdk.md 4.4). */
export const holdOnToReferences = (stack: Stack): void =>
  CrossStackReferences.of(stack).consume(ReferenceStrength.STRONG);
