import { describe, expect, it } from 'vitest';
import { beginDeployment, endDeployment } from '#run/deployment/hold-deployment.ts';
import { deploymentLease } from '#run/deployment/judge-deployment.ts';
import { memoryStateStore } from '#test/support/memory-state-store.ts';

const now = Date.parse('2026-11-19T19:50:00-03:00');

describe('a deployment', () => {
  it('a deployment holds the lease for as long as it says, and says who it is', () => {
    expect(deploymentLease({ by: ' release 4.2 ', minutes: 35 }, now, 'a1')).toEqual({
      run: 'deploy-a1 (release 4.2)',
      action: 'deploy',
      until: now + 35 * 60_000,
    });
  });

  it.each([
    [{ by: ' ', minutes: 5 }, 'a deployment needs a name'],
    [{ by: 'x'.repeat(260_000), minutes: 5 }, 'the name of a deployment is longer than 128 characters'],
    [{ by: 'ci\u001b[2J', minutes: 5 }, 'contains an invisible character'],
    [{ by: 'ci', minutes: 0 }, 'up to 180 minutes'],
    [{ by: 'ci', minutes: 181 }, 'up to 180 minutes'],
    [{ by: 'ci', minutes: Number.NaN }, 'up to 180 minutes'],
  ])('a deployment is refused as %j', (request, message) => {
    expect(() => deploymentLease(request, now, 'a1')).toThrow(message);
  });

  it('a deployment gets the lease when it is free, is told who has it when it is not, and gives back only its own', async () => {
    const state = memoryStateStore();
    let ids = 0;
    const told: string[] = [];
    const runtime = { now: () => new Date(now), random: () => 0, newId: () => `id${++ids}` };
    const ports = { state, runtime, tell: (line: string) => void told.push(line) };
    const first = await beginDeployment('staging', { by: 'ana', minutes: 20 }, ports);
    const second = await beginDeployment('staging', { by: 'bob', minutes: 20 }, ports);

    expect(first).toMatchObject({ granted: true, lease: { run: 'deploy-id1 (ana)' } });
    expect(second).toEqual({ granted: false, lease: first.lease });
    await endDeployment('staging', { ...second.lease, run: 'deploy-id2 (bob)' }, ports);
    expect(await state.readLease('staging')).toEqual(first.lease);
    await endDeployment('staging', first.lease, ports);
    expect(await state.readLease('staging')).toBeUndefined();
    expect(told).toEqual([]);
  });

  it('a deployment that is over is over, also when its lease cannot be released', async () => {
    const told: string[] = [];
    const releaseLease = async () => {
      throw new Error('the table does not answer');
    };
    const state = { ...memoryStateStore(), releaseLease };
    await endDeployment('staging', { run: 'deploy-1 (ana)' }, { state, tell: (line) => void told.push(line) });

    expect(told).toEqual([
      'Warning: the lease of staging could not be released (the table does not answer); it expires by itself.',
    ]);
  });
});
