// Several environments, a line each.
import { stripVTControlCharacters } from 'node:util';
import { describe, expect, it } from 'vitest';
import type { Status } from '../../../cli/live/status.ts';
import { overviewLines, statusLines } from '../../../cli/tables/status-table.ts';

const statusOf = (environment: string, more: Partial<Status> = {}): Status => ({
  environment,
  ...{ at: '2026-11-16T19:30:00-03:00', region: 'us-east-1', timeZone: 'America/Fortaleza' },
  wanted: { state: 'up', since: '2026-11-16T08:00:00-03:00', reason: 'start is scheduled' },
  schedule: { enabled: true, paused: false, next: [{ action: 'stop', at: '2026-11-16T20:00:00-03:00' }] },
  ...{ overrides: [], lease: null, lastRun: null, retry: null, orphans: [] },
  definition: { file: 'shop.yaml', differences: 0, deployed: { version: 41, hash: 'a' }, used: [], access: null },
  resources: [
    { resource: 'db', kind: 'rds-instance', status: 'available', asWanted: true, reason: '' },
    { resource: 'web', kind: 'ecs-service', status: '2 of 2 tasks', asWanted: more.wanted !== null, reason: '' },
  ],
  ...more,
});

const linesOf = (all: readonly Status[], width?: number) => overviewLines(all, width).map(stripVTControlCharacters);

describe('several environments', () => {
  const wrong = statusOf('shop', {
    resources: [
      {
        resource: 'db',
        kind: 'rds-instance',
        status: 'stopped',
        asWanted: false,
        reason: 'stopped, should be available',
      },
    ],
  });

  it('several environments take a line each, what is not as desired last', () => {
    const lines = linesOf([
      wrong,
      statusOf('acme'),
      statusOf('paused', { schedule: { enabled: true, paused: true, next: [] } }),
    ]);

    expect(lines).toHaveLength(5);
    expect(lines[2]).toMatch(/✓ acme +up +2 of 2 +stop Mon 16 Nov 20:00 +us-east-1$/);
    expect(lines[3]).toMatch(/✓ paused .*schedule paused$/);
    expect(lines[4]).toMatch(/✗ shop +up +0 of 1 /);
  });

  it('several environments say so where nothing was ever desired', () => {
    expect(linesOf([statusOf('new', { wanted: null })])[2]).toMatch(/✓ new +– +1 of 2 /);
  });
});

it('a start that is to be ready by a time is shown with when it begins, and what does not fit is said', () => {
  const [begins, at] = ['2026-11-17T07:41:00-03:00', '2026-11-17T08:00:00-03:00'];
  const next = [{ action: 'start', at, begins, warning: 'a start takes up to 2 h' }] as const;
  const status = statusOf('shop', { schedule: { enabled: true, paused: false, next } });
  const lines = statusLines(status).map(stripVTControlCharacters);

  expect(lines).toContain('  next: start Tue 17 Nov 07:41, ready by Tue 17 Nov 08:00');
  expect(lines).toContain('  a start takes up to 2 h');
});
