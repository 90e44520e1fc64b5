import { expect, it } from 'vitest';
import { beginsEarlyAt } from '#run/early/begin-early.ts';
import type { Flight } from '#run/loop/flight.ts';
import type { Plan, PlanItem } from '#run/plan/plan.ts';
import { named } from '#test/support/definitions.ts';

const item = (name: string, more: Partial<PlanItem> = {}): PlanItem => ({
  resource: named(name),
  kind: 'ecs-service',
  stage: 1,
  decision: 'act',
  reason: '',
  after: [],
  ...more,
});

const db = named('db');
const plain = item('other');
const app = item('app', { after: [db], early: { on: [db], needsAfterSeconds: 40 } });
const started: Flight = { since: 0, firstActAt: 0, last: { effects: [], at: 10_000, attempts: 1 } };

type Case = {
  readonly flight?: Flight;
  readonly of?: PlanItem;
  readonly takes?: number | undefined;
  readonly at?: number;
};

const begins = ({ flight, of = app, takes = 300, at = 20_000 }: Case) => {
  const needed = item('db', takes === undefined ? {} : { readyAfterSeconds: takes });
  const plan = { items: [needed, plain, of] } as unknown as Plan;
  const flights = new Map(flight ? [[db, flight] as const] : []);
  return beginsEarlyAt({ plan, flights, letsGo: () => false }, of, at);
};

it.each<[string, number | undefined, Case]>([
  ['so long before it is ready as it needs it later', 270_000, { flight: started }],
  ['not while it has not begun', undefined, {}],
  [
    'not while what AWS was asked is refused',
    undefined,
    { flight: { ...started, lastError: { code: 'X', message: 'x' } } },
  ],
  ['not when it takes longer than usual', undefined, { flight: started, at: 310_000 }],
  ['until it does', 270_000, { flight: started, at: 309_999 }],
  ['not when tasks of it failed', undefined, { flight: { ...started, early: { inVain: true } } }],
  [
    'not while another dependency is missing',
    undefined,
    { flight: started, of: { ...app, after: [db, plain.resource] } },
  ],
  ['not where nothing is known of it', undefined, { flight: started, of: { ...app, early: { on: [db] } } }],
  ['a database at once', 20_000, { flight: started, of: { ...app, early: { on: [db], atOnce: true } } }],
  [
    'a database not before the first look',
    undefined,
    { flight: { since: 0 }, of: { ...app, early: { on: [db], atOnce: true } } },
  ],
])('what has an early dependency begins %s', (_, expected, asked) => {
  expect(begins(asked)).toBe(expected);
});
