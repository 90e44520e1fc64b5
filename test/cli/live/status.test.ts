// What `curfew status` says of mornings that did not end as the schedule wants them.
import { describe, expect, it } from 'vitest';
import { loadScenario } from '#sim/scenario/parse.ts';
import { inRehearsal } from '../../../cli/live/rehearsed-site.ts';
import { isFine, statusOf } from '../../../cli/live/status.ts';

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
