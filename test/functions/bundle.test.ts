// The built bundles, run through the durable SDK's own local runner over the simulated AWS.
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { LocalDurableTestRunner } from '@aws/durable-execution-sdk-js-testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Action } from '#core/action.ts';
import type { Report } from '#core/report.ts';
import { simulation } from '#sim/simulation.ts';
import { smallNight } from '#test/support/small-night.ts';

type Handler = ConstructorParameters<typeof LocalDurableTestRunner>[0]['handlerFunction'];
type Bundle = { readonly handler: Handler; readonly handlerOver: (parts: unknown) => Handler };

const pathOf = (action: Action) => fileURLToPath(new URL(`../../dist/functions/${action}/index.mjs`, import.meta.url));
const bundleOf = async (action: Action): Promise<Bundle> => import(pathOf(action));

beforeAll(() => LocalDurableTestRunner.setupTestEnvironment({ skipTime: true }));
afterAll(() => LocalDurableTestRunner.teardownTestEnvironment());

/**
 * The runner skips time without telling anyone, so each look at the clock moves the simulated world on: by little, as all that is
 * changed in one round looks at it several times, and decisions grow old.
 */
const runBundle = async (stage: ReturnType<typeof simulation>, action: Action): Promise<Report> => {
  const parts = stage.parts({ function: action, action, dead: false, onDeath: () => {} });
  const now = () => {
    stage.clock.advanceTo(stage.clock.nowMs() + 500);
    return new Date(stage.clock.nowMs());
  };
  const { handlerOver } = await bundleOf(action);
  const handler = handlerOver({ ...parts, runtime: { ...parts.runtime, now } });
  const execution = await new LocalDurableTestRunner({ handlerFunction: handler }).run({
    payload: { environment: 'small', requestedBy: 'ana' },
  });
  return execution.getResult() as Report;
};

describe('the bundles', () => {
  it('the bundles of start and stop bring an environment down and up again', async () => {
    const stage = simulation(smallNight());
    const before = stage.world.state();

    const stop = await runBundle(stage, 'stop');
    expect(stop).toMatchObject({ action: 'stop', outcome: 'done' });
    expect(stage.world.state()).toMatchObject({
      db: { status: 'stopped' },
      app: { desired: 0, scaling: { suspended: 'all' } },
    });

    const start = await runBundle(stage, 'start');
    expect(start).toMatchObject({ action: 'start', outcome: 'done' });
    expect(stage.world.state()).toEqual(before);
  }, 30_000);

  it.each(['start', 'stop'] as const)(
    'the bundle of %s is minified, with a source map beside it that it names',
    (action) => {
      const code = readFileSync(pathOf(action), 'utf8');

      expect(existsSync(`${pathOf(action)}.map`)).toBe(true);
      expect(code.trimEnd()).toMatch(/sourceMappingURL=index\.mjs\.map$/);
      expect(code.split('\n').length / statSync(pathOf(action)).size).toBeLessThan(0.01);
    },
  );

  it('the bundle of start names our own files and lines in a stack, with a source map that is smaller than the code', () => {
    const script = `
      const { handlerOver } = await import(process.argv[1]);
      try { handlerOver({}); } catch (error) { console.log(error.stack); }`;
    const options = ['--enable-source-maps', '--input-type=module', '--eval', script, pathOf('start')];
    const stack = execFileSync(process.execPath, options, { encoding: 'utf8', env: { AWS_REGION: 'us-east-1' } });

    expect(stack).toMatch(
      /shared\/kinds\/adapters\.ts:\d+:\d+\)\n.*functions\/compose\.ts:\d+:\d+\)\n.*at handlerOver /,
    );
    expect(statSync(`${pathOf('start')}.map`).size).toBeLessThan(statSync(pathOf('start')).size / 2);
  });

  it.each(['start', 'stop'] as const)(
    'the bundle of %s carries the definitions of the environments and no YAML parser',
    (action) => {
      const code = readFileSync(pathOf(action), 'utf8');

      expect(code).toContain('poc-atlas-dev');
      expect(code).not.toContain('YAMLParseError');
    },
  );

  it('the bundle of reconcile carries the prices too, and no YAML parser', () => {
    const code = readFileSync(
      fileURLToPath(new URL('../../dist/functions/reconcile/index.mjs', import.meta.url)),
      'utf8',
    );

    expect(code).toContain('rds/db.t4g.medium/single-az');
    expect(code).not.toContain('YAMLParseError');
  });

  it('the bundle of stop exports the handler that Lambda calls', async () => {
    expect(typeof (await bundleOf('stop')).handler).toBe('function');
  });
});
