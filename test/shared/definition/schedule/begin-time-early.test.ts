// `readyBy` with early dependencies: what a start is estimated to take is what starts with them took.
import { describe, expect, it } from 'vitest';
import type { Report, ReportedResource } from '#core/report.ts';
import { startTakes } from '#definition/schedule/begin-time.ts';
import { named } from '#test/support/definitions.ts';

const db = { name: named('db'), dependsOn: [] };
const app = { name: named('app'), dependsOn: [db.name] };
const early = { ...app, early: [db.name] };

const one = (resource: string, seconds: number, more: Partial<ReportedResource> = {}): ReportedResource =>
  ({ resource, kind: 'ecs-service', stage: 1, outcome: 'done', reason: 'up', seconds, ...more }) as ReportedResource;

const startOf = (seconds: number, resources: readonly ReportedResource[], earlySeconds?: number): Report =>
  ({ action: 'start', outcome: 'done', seconds, resources, ...(earlySeconds ? { earlySeconds } : {}) }) as never;

/** The database takes 600 s, the service 200 s, of which 120 s beside it. */
const waited = startOf(800, [one('db', 600), one('app', 200)]);
const gained = startOf(680, [one('db', 600), one('app', 200, { early: { on: ['db'], gainedSeconds: 120 } })], 120);
const six = <T>(value: T): T[] => Array.from({ length: 6 }, () => value);

/** Without the margin, which is two minutes and a tenth. */
const usualSeconds = (takes: number | undefined): number => Math.round(((takes ?? 0) / 1_000 - 120) / 1.1);

describe('what a start that is to be ready by a time is estimated to take', () => {
  it.each<[string, number, readonly (typeof app)[], readonly Report[]]>([
    ['without early dependencies all of each', 800, [db, app], six(waited)],
    ['with them only what was left when the dependency was ready', 680, [db, early], six(gained)],
    ['with them by the starts that had them', 680, [db, early], [...six(gained), ...six(waited)].slice(0, 10)],
    ['all of it where the dependency is no longer early', 800, [db, app], six(gained)],
    ['all of it where the last start waited', 800, [db, early], [waited, ...six(gained)]],
  ])('%s', (_, seconds, resources, reports) => {
    expect(usualSeconds(startTakes(resources, reports))).toBe(seconds);
  });

  it('the chain is as short as the whole of such starts: something else that held them up does not count', () => {
    const heldUp = six(gained).map((report) => ({ ...report, seconds: 900 }));

    expect(usualSeconds(startTakes([db, early], heldUp))).toBe(680);
  });

  it('of few early starts there is twice the room', () => {
    expect(startTakes([db, early], [gained, ...six(waited)])).toBe(1_000 * (680 + 2 * (120 + 68)));
  });
});
