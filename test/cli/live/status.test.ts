// What `curfew status` says of mornings that did not end as the schedule wants them.
import { describe, expect, it } from 'vitest';
import { endSilence, silence } from '#run/overrides/silence.ts';
import { loadScenario } from '#sim/scenario/parse.ts';
import { inRehearsal } from '../../../cli/live/rehearsed-site.ts';
import { isFine, statusOf } from '../../../cli/live/status.ts';
import { statusLines } from '../../../cli/tables/status-table.ts';

const statusIn = (scenario: string, at: string) =>
  inRehearsal(loadScenario(`sim/scenarios/${scenario}.yaml`), { at: Date.parse(at), otherwise: 'end' })(statusOf);

describe('the status of a morning', () => {
  it('the status of a morning says why something stays down that somebody else had stopped, and what waits for it', async () => {
    const status = await statusIn('not-ours', '2026-11-20T09:20-03:00');
    const of = (name: string) => status.resources.find(({ resource }) => resource === name);

    expect(isFine(status)).toBe(false);
    expect(of('db')).toMatchObject({ asWanted: true, staysDown: true });
    expect(of('db')?.reason).toContain('left down: already stopped by somebody else before shops-stop-');
    expect(of('shop')).toMatchObject({ asWanted: false });
    expect(of('shop')?.reason).toContain('blocked: waits for db, which is left down');
    expect(status.orphans).toEqual([]);
  });

  it('the status of a morning says when what failed is tried next', async () => {
    const { retry } = await statusIn('capacity-later', '2026-11-20T09:32-03:00');

    expect(retry?.at).toMatch(/^2026-11-20T09:4\d/);
    expect(retry?.text).toBe(`retried at ${retry?.at}`);
  });

  it('the status of a morning says nothing of a next try while nothing has failed', async () => {
    expect((await statusIn('capacity-later', '2026-11-20T06:00-03:00')).retry).toBeNull();
  });
});

it('a database that is up for its maintenance window says so and until when, and before it when that comes', async () => {
  const linesAt = async (at: string) =>
    statusLines(await statusIn('maintenance-attended', at)).filter((line) => /awake/.test(line));

  expect(await linesAt('2026-11-19T22:00-03:00')).toEqual([
    '  awake next: db Fri 20 Nov 00:00 to Fri 20 Nov 01:30 (its maintenance window fri:04:00-fri:04:30 UTC)',
  ]);
  expect(await linesAt('2026-11-20T00:45-03:00')).toEqual([
    expect.stringMatching(/^ {2}but db: up since Fri 20 Nov 00:00 \(db stays awake until 2026-11-20T01:30/),
    '  awake next: db Fri 27 Nov 00:00 to Fri 27 Nov 01:30 (its maintenance window fri:04:00-fri:04:30 UTC)',
    expect.stringMatching(/✓ db .* awake until Fri 20 Nov 01:30, its maintenance window fri:04:00-fri:04:30 UTC$/),
  ]);
});

it('a silence is listed in the status with its end, its author and its reason, until it is ended', async () => {
  const at = Date.parse('2026-11-20T06:00-03:00');
  const listed = await inRehearsal(loadScenario('sim/scenarios/not-ours.yaml'), { at, otherwise: 'end' })(
    async (site) => {
      const { environment } = site.definition;
      const request = { pattern: 'shop-*', by: 'ana', why: 'load test', forMs: 7_200_000 };
      await silence(environment, request, site.ports);
      const during = statusLines(await statusOf(site)).join('\n');
      await endSilence(environment, 'shop-*', site.ports);
      return [during, statusLines(await statusOf(site)).join('\n')].map((table) => /silenced: .*/.exec(table)?.[0]);
    },
  );

  expect(listed).toEqual(['silenced: shop-* until Fri 20 Nov 08:00 by ana: load test', undefined]);
});
