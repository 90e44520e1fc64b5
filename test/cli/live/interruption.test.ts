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
import { showRun } from '../../../cli/live/show-run.ts';
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

/** Sends Ctrl-C to this process when the look that shows this comes. */
const interruptWhen = (isTime: () => boolean) => () => {
  if (isTime()) process.emit('SIGINT');
};

describe('a run made from this machine', () => {
  it('a run made from this machine ends at the next look when it is interrupted, says what was done and what not, and can be finished', async () => {
    const out = captured();
    await atEvening(async (site) => {
      let looks = 0;
      const state = site.ports.state;
      const interrupt = interruptWhen(() => ++looks === 12);
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

      const code = await runLocally(watched, 'stop', request, true);
      const report = JSON.parse(out.at(-1) ?? '') as Report;

      expect(code).toBe(1);
      expect(report.outcome).toBe('partial');
      expect(report.reason).toMatch(/^interrupted: \d+ of 11 done, .*the rest not touched$/);
      expect(report.resources.map(({ errorCode }) => errorCode)).toContain('INTERRUPTED');
      expect(report.resources.some(({ reason }) => reason === 'not touched: the run was interrupted')).toBe(true);
      expect(await state.readLease('staging')).toBeUndefined();

      expect(await runLocally(site, 'stop', request, true)).toBe(0);
      expect(JSON.parse(out.at(-1) ?? '')).toMatchObject({ outcome: 'done' });
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

      expect(await showRun(leaving, isIt, false)).toBe(130);
      expect(out.join('')).toContain(
        'You have left; the run goes on in the simulated AWS. Nothing of a rehearsal is kept',
      );
      expect(await site.ports.state.readLease('staging')).toMatchObject({ action: 'stop' });

      expect(await showRun(site, isIt, true)).toBe(0);
      expect(JSON.parse(out.at(-1) ?? '')).toMatchObject({ outcome: 'done', requestedBy: 'ana' });
    });
  });

  it('a run that is watched is given up with a remedy when nothing is ever heard of it', async () => {
    await atEvening(async (site) => {
      const never = follow(site, { isIt: () => false, onLook: () => {} });

      await expect(never).rejects.toThrow(/not been heard of for 90 s.*\n.*curfew runs staging/);
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
