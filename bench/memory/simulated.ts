// Functions in processes of their own over one simulated AWS in this process.
import type { Invocation, ServiceId } from '#sim/aws/simulated-aws.ts';
import { simulatedClient } from '#sim/aws/simulated-aws.ts';
import type { Simulation } from '#sim/simulation.ts';
import type { FunctionName } from '../functions.ts';
import { type Answering, type FunctionProcess, functionProcess } from './function-process.ts';

export type Place = {
  readonly stage: Simulation;
  /** The bundle of child.ts. */
  readonly module: string;
  /** How many come while everything is down. */
  readonly alarms: number;
  /** What the functions have published to topics. */
  readonly published: string[];
};

export const processOf = ({ stage, module }: Place, name: FunctionName, answer: Answering): Promise<FunctionProcess> =>
  functionProcess({ name, module, definition: stage.scenario.definition, nowMs: stage.clock.nowMs, answer });

/** Lets time pass for as long as an answer needs. */
export const answering = ({ stage, published }: Place, name: FunctionName): Answering => {
  const { clock, cloud } = stage;
  const action = name === 'start' ? 'start' : 'stop';
  const invocation: Invocation = { function: name, action, dead: false, onDeath: () => {} };
  return async ({ service, operation, input }) => {
    let isOver = false;
    const sent = simulatedClient(cloud, service as ServiceId, invocation)
      .send({ schema: [0, '', operation], input })
      .finally(() => {
        isOver = true;
      });
    sent.catch(() => {});
    if (operation === 'Publish') published.push((input as { readonly Message: string }).Message);
    await clock.run(() => isOver);
    return sent;
  };
};
