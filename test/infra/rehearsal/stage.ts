// The stacks of an environment as they would be deployed in a phase of its creation.
import { App, Stack } from 'aws-cdk-lib';
import type { Core } from '#infra/platform/config/core-config.ts';
import type { EnvironmentConfig } from '#infra/platform/config/environment-config.ts';
import type { Connectivity, OwnedFoundation } from '#infra/platform/config/foundation-config.ts';
import { hostsBelow } from '#infra/platform/config/workloads-config.ts';
import { EnvironmentStage } from '#infra/platform/environment-stage.ts';
import type { StackTemplate } from '#infra/platform/preflight/template.ts';
import { configOf, coreOf, definitionOf, sourceOf } from '../fixtures/environments.ts';
import { appProps } from '../synthesised.ts';

export type Phases = {
  readonly lifecycle: Core['lifecycle'];
  readonly connectivity: Connectivity;
  readonly sink: 'off' | 'preparing' | 'running';
  /** Other brokers than those of the fixture. */
  readonly size?: string;
};

export const atFirst: Phases = { lifecycle: 'creating', connectivity: { phase: 'creating' }, sink: 'off' };

const owned = (foundation: OwnedFoundation, { connectivity, sink, size }: Phases): OwnedFoundation => ({
  ...foundation,
  kafka: { ...foundation.kafka, connectivity, instanceType: size ?? foundation.kafka.instanceType },
  sink: sink === 'running' ? foundation.sink : { kind: sink },
});

const configIn = (environment: string, phases: Phases): EnvironmentConfig => {
  const core = coreOf(environment);
  const { foundation } = core;
  return {
    ...configOf(environment),
    core: {
      ...core,
      lifecycle: phases.lifecycle,
      foundation: foundation.kind === 'owned' ? owned(foundation, phases) : foundation,
      // People put their own in the place of the examples.
      workloads: { ...core.workloads, hosts: hostsBelow(`${environment}.atlas.dev`), kafkaUiCidrs: ['10.0.0.0/8'] },
    },
  };
};

type StackIn = {
  readonly id: string;
  readonly stackName: string;
  readonly template: StackTemplate;
  readonly terminationProtection: boolean;
};

const known = new Map<string, ReadonlyMap<string, StackIn>>();

/** By the stack's name in its stage. Synthesised once per phase. */
export const stacksIn = (environment: string, phases: Phases): ReadonlyMap<string, StackIn> => {
  const key = `${environment} ${JSON.stringify(phases)}`;
  const before = known.get(key);
  if (before) return before;
  const stage = new EnvironmentStage(
    new App(appProps),
    definitionOf(environment),
    sourceOf(environment),
    configIn(environment, phases),
  );
  const assembly = stage.synth();
  const stacks = stage.node.children.filter((child) => child instanceof Stack);
  const made = new Map(
    stacks.map((stack) => [
      stack.node.id,
      {
        id: `${environment}/${stack.node.id}`,
        stackName: stack.stackName,
        template: assembly.getStackArtifact(stack.artifactId).template as StackTemplate,
        terminationProtection: stack.terminationProtection ?? false,
      },
    ]),
  );
  known.set(key, made);
  return made;
};
