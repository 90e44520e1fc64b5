// A run never changes its definition: another version is applied at every checkpoint of a run, on every engine.
import { describe, expect, it } from 'vitest';
import type { Action } from '#core/action.ts';
import { OperationError } from '#core/errors.ts';
import type { Report } from '#core/report.ts';
import type { Definition } from '#definition/definition.ts';
import type { Definitions } from '#definition/versions/definitions.ts';
import { operation } from '#functions/operation.ts';
import { durableHandler } from '#run/engine/durable.ts';
import { localWorkflow, memoryJournal } from '#run/engine/local.ts';
import { type Simulation, simulation } from '#sim/simulation.ts';
import { runOnJournal } from '#test/support/journal-engine.ts';
import { quickSuspensions } from '#test/support/quick-suspensions.ts';
import { smallNight } from '#test/support/small-night.ts';

quickSuspensions();

const times = { stop: '2026-11-16T23:00:00.000Z', start: '2026-11-17T11:00:00.000Z' } as const;
const event = (action: Action) => ({ environment: 'small', requestedBy: 'schedule', scheduledTime: times[action] });

/** Another order, other dependencies, other deadlines, and one resource less: whoever read it would do something else. */
const another = (definition: Definition): Definition => ({
  ...definition,
  resources: definition.resources
    .filter(({ name }) => name !== 'worker')
    .map((one) => ({ ...one, dependsOn: [], deadlineSeconds: { start: 60, stop: 60 } }))
    .toReversed(),
});

type Read = (definitions: Definitions) => Definitions;
const asItIs: Read = (definitions) => definitions;
/** What no run may do: it looks for the current version whenever it is invoked. */
const currentAtEachInvocation: Read = ({ pin, read }) => ({
  pin,
  read: async (environment) => read(environment, await pin(environment)),
});

/** How a run ended: what it said and what it left behind. */
type Ended = { readonly checkpoints: number; readonly status: string; readonly report: Report | undefined };
/** Something happens at a checkpoint; `die` if the process dies of it, before the checkpoint is stored. */
type At = (checkpoint: number) => 'die' | 'go on';
type Engine = (stage: Simulation, action: Action, at: At, read: Read) => Promise<Ended>;

const depsOf = ({ dependencies }: Simulation, action: Action, read: Read) => {
  const scheduledTime = times[action];
  const deps = dependencies({ function: action, action, scheduledTime, dead: false, onDeath: () => {} });
  return { ...deps, definitions: read(deps.definitions) };
};

/** Each invocation is a process of its own, as when Lambda has taken the last one away. */
const durable: Engine = async (stage, action, at, read) => {
  const { nowMs, advanceTo } = stage.clock;
  const ended = await runOnJournal(
    (client) =>
      durableHandler((given, workflow) => operation(action, depsOf(stage, action, read))(given, workflow), { client }),
    event(action),
    { nowMs, advanceTo, crashAt: (checkpoint) => at(checkpoint) === 'die' },
  );
  return { ...ended, report: ended.result as Report | undefined };
};

const local: Engine = async (stage, action, at, read) => {
  const journal = memoryJournal();
  let checkpoints = 0;
  const workflow = localWorkflow({
    journal: {
      get: journal.get,
      set(key, entry) {
        at(++checkpoints);
        journal.set(key, entry);
      },
    },
    log: { info: () => {}, warn: () => {} },
    nowMs: stage.clock.nowMs,
    sleepUntil: stage.clock.sleepUntil,
  });
  let isOver = false;
  const running = operation(action, depsOf(stage, action, read))(event(action), workflow).finally(() => {
    isOver = true;
  });
  await stage.clock.run(() => isOver);
  return { checkpoints, status: 'SUCCEEDED', report: await running };
};

/**
 * `step`: at every which checkpoint. An engine that dies reads its definition again at each of them; one that does not, at the
 * next invocation, which is the same for several checkpoints.
 */
const engines = {
  'the durable engine': { engine: durable, dies: false, step: 3 },
  'the local engine': { engine: local, dies: false, step: 3 },
  'an engine that dies at the checkpoint': { engine: durable, dies: true, step: 1 },
} as const;

/** A stop, or the start after it; `at`: the checkpoint at which somebody applies another version. */
const play = async (
  name: keyof typeof engines,
  action: Action,
  { at, change = another, read = asItIs }: { at?: number; change?: typeof another; read?: Read } = {},
) => {
  const { engine, dies } = engines[name];
  const stage = simulation(smallNight());
  stage.clock.advanceTo(Date.parse(times.stop));
  if (action === 'start') {
    await local(stage, 'stop', () => 'go on', asItIs);
    stage.clock.advanceTo(Date.parse(times.start));
  }
  const ended = await engine(
    stage,
    action,
    (checkpoint) => {
      if (checkpoint !== at) return 'go on';
      stage.redefine(change(smallNight().definition));
      return dies ? 'die' : 'go on';
    },
    read,
  );
  return { ...ended, after: stage.world.state(), memories: stage.itemsOf('MEMORY#') };
};

/** Apart from times, which a death may change. */
const gist = ({ status, report, after, memories }: Awaited<ReturnType<typeof play>>) => ({
  status,
  definition: report?.definition?.version,
  outcome: report?.outcome,
  resources: report?.resources.map(({ resource, stage, outcome, reason }) => ({ resource, stage, outcome, reason })),
  after,
  memories: memories.map((one) => ({ ...(one as object), at: undefined })),
});

const names = Object.keys(engines) as (keyof typeof engines)[];
const runs = names.flatMap((name) => (['stop', 'start'] as const).map((action) => [name, action] as const));

describe('a run and its definition', () => {
  it.each(runs)(
    'on %s a %s goes on by its definition, whatever is applied at whichever checkpoint',
    async (name, action) => {
      const undisturbed = await play(name, action);
      expect(undisturbed).toMatchObject({
        status: 'SUCCEEDED',
        report: { outcome: 'done', definition: { version: 1 } },
      });
      expect(undisturbed.checkpoints).toBeGreaterThan(20);

      for (let at = 1; at <= undisturbed.checkpoints; at += engines[name].step) {
        const disturbed = await play(name, action, { at });
        // Where the first step was not stored yet, the run had not begun.
        if (disturbed.report?.definition?.version === 2) expect(at).toBeLessThanOrEqual(2);
        else expect(gist(disturbed), `applied at checkpoint ${at}`).toEqual(gist(undisturbed));
      }
    },
    // A limit that only a hang reaches, whatever else the machine does.
    600_000,
  );

  it.each(['the durable engine', 'an engine that dies at the checkpoint'] as const)(
    'on %s a run that reads the current version at each invocation is found out',
    async (name) => {
      const zoneOf = ({ report }: Ended) => report?.endedAt.slice(-6);
      const elsewhere = (definition: Definition): Definition => ({ ...definition, timeZone: 'Asia/Tokyo' });

      const kept = await play(name, 'stop', { at: 6, change: elsewhere });
      const changed = await play(name, 'stop', { at: 6, change: elsewhere, read: currentAtEachInvocation });

      expect([zoneOf(kept), zoneOf(changed)]).toEqual(['-03:00', '+09:00']);
      expect([kept, changed].map(({ report }) => report?.definition?.version)).toEqual([1, 1]);
    },
  );

  it('a run whose definition cannot be read in one invocation goes on in the next one', async () => {
    let reads = 0;
    const failing: Read = ({ pin, read }) => ({
      pin,
      read: async (environment, of) => {
        reads++;
        if (reads === 4 || reads === 5) throw new OperationError('UNAVAILABLE', 'the table does not answer');
        return read(environment, of);
      },
    });
    const undisturbed = await play('the durable engine', 'stop');

    const disturbed = await play('the durable engine', 'stop', { read: failing });

    expect(reads).toBeGreaterThan(6);
    expect(gist(disturbed)).toEqual(gist(undisturbed));
  });

  it('a run without a definition changes nothing, and says in a sentence what to do', async () => {
    const none: Read = ({ pin, read }) => ({ read, pin: () => pin('elsewhere') });
    const { report, after } = await play('the durable engine', 'stop', { read: none });

    expect(report).toMatchObject({
      outcome: 'failed',
      reason: 'nothing was changed: elsewhere has no definition in its table. Apply one: curfew apply FILE',
      resources: [],
    });
    expect(after).toEqual(simulation(smallNight()).world.state());
  });
});
