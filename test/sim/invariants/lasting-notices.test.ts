// What comes and goes between two ticks nobody sees: a problem that was right at two ticks in a row is told again.
import { expect, it } from 'vitest';
import { type SaidOf, saidAgain } from '#sim/invariants/lasting-notices.ts';
import type { Judged } from '#sim/invariants/violation.ts';
import type { TraceEvent } from '#sim/trace.ts';
import { database, definitionOf } from '#test/support/definitions.ts';

const minutes = (count: number): number => count * 60_000;
const tick: TraceEvent = {
  ...{ type: 'call', function: 'reconcile', operation: 'dynamodb:Query', mutating: false },
  input: { ExpressionAttributeValues: { ':sk': { S: 'EXPECTATION#' }, ':last': { S: 'OVERRIDE$' } } },
};
const turns = (from: string, to: string): TraceEvent => ({ type: 'state', resource: 'db', from, to });

/** Somebody started it at 0; ticks at 15 and 30 minutes see what it is then, and the one at 45 tells it again. */
const again = (at15: string, at30: string): number => {
  const lines = [
    { at: minutes(0), event: tick },
    { at: minutes(10), event: turns('available', at15) },
    { at: minutes(15), event: tick },
    { at: minutes(20), event: turns(at15, 'available') },
    { at: minutes(25), event: turns('available', at30) },
    { at: minutes(30), event: tick },
    { at: minutes(40), event: turns(at30, 'available') },
    { at: minutes(45), event: tick },
  ];
  const judged = {
    lines,
    before: { db: { status: 'available' } },
    scenario: { definition: definitionOf([database('db')]) },
  } as unknown as Judged;
  const said = (at: number, index: number): SaidOf => ({
    ...{ notice: 'drift', text: 'staging is down, but somebody started db', resources: [{ resource: 'db' }] },
    ...{ at: minutes(at), index },
  });
  return saidAgain(judged, [said(0, 0), said(45, 7)], () => true).length;
};

it.each([
  ['at two ticks in a row', 'failed', 'inaccessible-encryption-credentials', 0],
  ['at one tick', 'failed', 'storage-full', 1],
  ['at no tick', 'storage-full', 'maintenance', 1],
])('a problem that was right %s is told again by right or by mistake', (_, at15, at30, mistakes) => {
  expect(again(at15, at30)).toBe(mistakes);
});
