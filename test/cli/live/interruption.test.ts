// Leaving a run that is watched, and ending one that is made here.
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import type { Report } from '#core/report.ts';
import { loadDefinition } from '#definition/load.ts';
import { ordinaryNight } from '#sim/scenario/default-night.ts';
import { database, definitionOf, numbered, service } from '#test/support/definitions.ts';
import { follow } from '../../../cli/live/follow.ts';
import { runLocally } from '../../../cli/live/local-run.ts';
import { inRehearsal } from '../../../cli/live/rehearsed-site.ts';
import { runTree } from '../../../cli/live/run-tree.ts';
import { showReport, showRun } from '../../../cli/live/show-run.ts';
import type { Site } from '../../../cli/live/site.ts';
import { visibleWidth } from '../../../cli/terminal/text-width.ts';

const evening = () => ordinaryNight(loadDefinition('test/fixtures/environments/staging.yaml'), 3);
const atEvening = inRehearsal(evening(), { otherwise: 'beginning' });
const request = { environment: 'staging', requestedBy: 'ana', why: 'release', supersede: false, dryRun: false };

const captured = () => {
  const out: string[] = [];
  const written = vi.spyOn(process.stdout, 'write').mockImplementation((text) => out.push(String(text)) > 0);
  const complained = vi.spyOn(process.stderr, 'write').mockImplementation((text) => out.push(String(text)) > 0);
  onTestFinished(() => {
    written.mockRestore();
    complained.mockRestore();
  });
  return out;
};

type Signal = 'SIGINT' | 'SIGTERM' | 'SIGHUP';

/** Sends a signal to this process when the look that shows this comes. */
const interruptWhen = (isTime: () => boolean, signal: Signal) => () => {
  if (isTime()) process.emit(signal);
};

const inJson = (site: Site) => ({
  json: true,
  show: (report: Report) => showReport(report, site, { json: true, verbose: false }),
});

describe('a run made from this machine', () => {
  it.each<Signal>(['SIGINT', 'SIGTERM', 'SIGHUP'])(
    'a run made from this machine ends at the next look when %s comes, says what was done and what not, releases its lease, and can be finished',
    async (signal) => {
      const out = captured();
      await atEvening(async (site) => {
        let looks = 0;
        const state = site.ports.state;
        const interrupt = interruptWhen(() => ++looks === 12, signal);
        const watched = {
          ...site,
          ports: {
            ...site.ports,
            state: {
              ...state,
              renewLease: (...args: Parameters<typeof state.renewLease>) => {
                interrupt();
                return state.renewLease(...args);
              },
            },
          },
        };

        const code = await runLocally(watched, 'stop', request, inJson(watched));
        const report = JSON.parse(out.at(-1) ?? '') as Report;

        expect(code).toBe(1);
        expect(report.outcome).toBe('partial');
        expect(report.reason).toMatch(/^interrupted: \d+ of 11 done, .*the rest unchanged$/);
        expect(report.resources.map(({ errorCode }) => errorCode)).toContain('INTERRUPTED');
        expect(report.resources.some(({ reason }) => reason === 'not touched: the run was interrupted')).toBe(true);
        expect(await state.readLease('staging')).toBeUndefined();

        expect(await runLocally(site, 'stop', request, inJson(site))).toBe(0);
        expect(JSON.parse(out.at(-1) ?? '')).toMatchObject({ outcome: 'done' });
      });
    },
  );

  it('a run made from this machine never holds its lease for longer than two minutes, and never lets it end', async () => {
    captured();
    await atEvening(async (site) => {
      const ends: number[] = [];
      const watched = {
        ...site,
        pause: async (ms: number) => {
          const { until = 0 } = (await site.ports.state.leaseHolder('staging')) ?? {};
          ends.push((until - site.ports.runtime.now().getTime()) / 1_000);
          await site.pause(ms);
        },
      };

      expect(await runLocally(watched, 'stop', request, inJson(watched))).toBe(0);
      expect(Math.max(...ends)).toBeLessThanOrEqual(120);
      expect(Math.min(...ends)).toBeGreaterThan(60);
    });
  });

  it('a run made from this machine that was killed turns the next one away with its silence, the end of its lease and the way out', async () => {
    const out = captured();
    await atEvening(async (site) => {
      const { state, runtime } = site.ports;
      const killed = {
        ...site,
        pause: async (ms: number) => {
          const lease = await state.readLease('staging');
          if (lease?.progress?.resources.some((one) => one.state === 'moving')) throw new Error('killed');
          await site.pause(ms);
        },
        ports: { ...site.ports, state: { ...state, releaseLease: async () => {} } },
      };
      await runLocally(killed, 'stop', request, inJson(killed)).catch(() => {});
      const { until = 0 } = (await state.leaseHolder('staging')) ?? {};
      await site.pause(30_000);

      expect(await runLocally(site, 'start', request, inJson(site))).toBe(1);
      const { reason } = JSON.parse(out.at(-1) ?? '') as Report;
      const silent = Math.round((runtime.now().getTime() - (until - 120_000)) / 1_000);
      expect(silent).toBeGreaterThanOrEqual(30);
      expect(reason).toMatch(
        new RegExp(
          `^staging-stop-\\S+ is changing staging \\(stop\\); nothing was changed\\. Its last sign of life is ${silent} s old; its lease ends at `,
        ),
      );
      expect(reason).toMatch(/If its process is dead: curfew start staging --supersede$/);
    });
  });
});

describe('a run that is watched', () => {
  it('a run that is watched goes on when whoever watches leaves, and can be watched again', async () => {
    const out = captured();
    await atEvening(async (site) => {
      const id = 'a1b2c3d4';
      await site.invoke('stop', { ...request, id });
      const isIt = (run: string) => run.endsWith(`-${id}`);
      let looks = 0;
      const leaving = {
        ...site,
        pause: (ms: number) => {
          if (++looks === 50) process.emit('SIGINT');
          return site.pause(ms);
        },
      };

      expect(await showRun(leaving, isIt, { json: false, verbose: false })).toBe(130);
      expect(out.join('')).toContain(
        'Stopped watching. The run continues in the simulated AWS. A rehearsal keeps nothing',
      );
      expect(await site.ports.state.readLease('staging')).toMatchObject({ action: 'stop' });

      expect(await showRun(site, isIt, { json: true, verbose: false })).toBe(0);
      expect(JSON.parse(out.at(-1) ?? '')).toMatchObject({ outcome: 'done', requestedBy: 'ana' });
    });
  });

  it('a run that is watched is given up with a remedy when nothing is ever heard of it', async () => {
    await atEvening(async (site) => {
      const never = follow(site, { isIt: () => false, onLook: () => {} });

      await expect(never).rejects.toThrow(/No sign of the run for 90 s.*\n.*curfew runs staging/);
    });
  });
});

describe('a run of sixty resources', () => {
  const databases = numbered(12, 'db', (name) => database(name));
  const services = numbered(48, 'svc', (name, index) =>
    service(name, { dependsOn: [databases[index % databases.length]?.name ?? ''] }),
  );
  const large = definitionOf([...databases, ...services]);

  it('a run of sixty resources is followed to its end: every resource is seen moving and settled, on a small terminal too', async () => {
    await inRehearsal(ordinaryNight(large, 3), { otherwise: 'beginning' })(async (site) => {
      await site.invoke('stop', { ...request, environment: large.environment, id: 'a1b2c3d4' });
      const moving = new Set<string>();
      const followed = await follow(site, {
        isIt: (run) => run.endsWith('-a1b2c3d4'),
        onLook: (lease, nowMs) => {
          for (const { resource, state } of lease.progress?.resources ?? [])
            if (state === 'moving') moving.add(resource);
          const lines = runTree(lease, large.timeZone, nowMs, { columns: 80, rows: 24 });
          expect(lines.length).toBeLessThanOrEqual(24);
        },
      });

      expect(followed).toMatchObject({ kind: 'ended', report: { outcome: 'done' } });
      expect(moving.size).toBe(60);
    });
  });
});

describe('the tree of a run', () => {
  it.each([
    { columns: 80, rows: 24 },
    { columns: 40, rows: 10 },
    { columns: 200, rows: 100 },
  ])(
    'the tree of a run fits a terminal of $columns × $rows at every look, and never hides what went wrong',
    async (size) => {
      await atEvening(async (site) => {
        await site.invoke('stop', { ...request, id: 'a1b2c3d4' });
        let frames = 0;
        await follow(site, {
          isIt: (run) => run.endsWith('-a1b2c3d4'),
          onLook: (lease, nowMs) => {
            frames++;
            const lines = runTree(lease, site.definition.timeZone, nowMs, size);
            expect(lines.length).toBeLessThanOrEqual(size.rows);
            for (const line of lines) expect(visibleWidth(line)).toBeLessThanOrEqual(size.columns);
          },
        });
        expect(frames).toBeGreaterThan(100);
      });
    },
  );
});
