// Peak of resident memory of the built functions during the night of 60 resources: each in a process of its own, while the
// simulated AWS stays in this one.
import { type ChildProcess, fork } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Action } from '#domain/definition.ts';
import type { Report } from '#domain/report.ts';
import { type Invocation, type ServiceId, simulatedClient } from '#sim/aws/simulated-aws.ts';
import { type Simulation, simulation } from '#sim/simulation.ts';
import { bundleModule } from '../scripts/bundle.ts';
import type { Family, Figure } from './figure.ts';
import { bundleUrl } from './functions.ts';
import { randomEnvironmentNight } from './start-nights.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
/** Half of what the functions are given. */
const megabytesMax = 128;
/** Lambda's runtime is taken to start Node with heaps of 90 % and 5 % of the function's memory; not verified. */
const heaps = ['--max-old-space-size=230', '--max-semi-space-size=12'];

type Asked =
  | { readonly id: number; readonly service: ServiceId; readonly operation: string; readonly input: unknown }
  | { readonly id: number; readonly advanceTo: number };
type Ended = { readonly ended: Report; readonly megabytes: number };

/** What crosses to another process of an error of AWS. */
const told = (error: unknown): Readonly<Record<string, unknown>> =>
  error instanceof Error ? { ...error, name: error.name, message: error.message } : { message: String(error) };

const answer = async ({ clock, cloud }: Simulation, asked: Asked, invocation: Invocation): Promise<unknown> => {
  if ('advanceTo' in asked) return clock.advanceTo(asked.advanceTo);
  const { service, operation, input } = asked;
  let isOver = false;
  const sent = simulatedClient(cloud, service, invocation)
    .send({ schema: [0, '', operation], input })
    .finally(() => {
      isOver = true;
    });
  sent.catch(() => {});
  await clock.run(() => isOver);
  return sent;
};

/** One after the other: an answer may let virtual time pass. */
const serve = (child: ChildProcess, stage: Simulation, invocation: Invocation): Promise<Ended> =>
  new Promise((resolve, reject) => {
    let last: Promise<unknown> = Promise.resolve();
    child.on('message', (message: Asked | Ended) => {
      if ('ended' in message) return resolve(message);
      last = last.then(() =>
        answer(stage, message, invocation).then(
          (value) => child.send({ id: message.id, value }),
          (error: unknown) => child.send({ id: message.id, error: told(error) }),
        ),
      );
    });
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`the process of a function ended early, with ${code}`)));
  });

const runIn = async (module: string, stage: Simulation, action: Action): Promise<Figure> => {
  const { definition } = stage.scenario;
  const invocation: Invocation = { function: action, action, dead: false, onDeath: () => {} };
  const child = fork(module, [], {
    serialization: 'advanced',
    execArgv: heaps,
    // Its log is no part of the figures.
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const ending = serve(child, stage, invocation);
  const event = { environment: definition.environment, requestedBy: 'bench' };
  child.send({ bundle: bundleUrl(action), definition, event, nowMs: stage.clock.nowMs() });
  const { ended, megabytes } = await ending;
  if (ended.outcome !== 'done') throw new Error(`${action} in a process of its own ended ${ended.outcome}`);
  return {
    name: `memory.${action}`,
    value: megabytes,
    unit: 'MB',
    peer: 256,
    against: 'its setting',
    limit: megabytesMax,
  };
};

export const memory: Family = {
  words: ['memory'],
  async *measure() {
    const folder = mkdtempSync(join(tmpdir(), 'curfew-memory-'));
    try {
      const module = join(folder, 'child.mjs');
      await bundleModule('bench/memory-child.ts', module, join(root, 'environments'));
      const stage = simulation(randomEnvironmentNight(1, 60));
      yield await runIn(module, stage, 'stop');
      yield await runIn(module, stage, 'start');
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
};
