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
  ['not if it has none', undefined, { flight: started, of: item('app', { after: [db] }) }],
  ['not if it has none and waits for nothing', undefined, { flight: started, of: item('app') }],
  ['a database at once', 20_000, { flight: started, of: { ...app, early: { on: [db], atOnce: true } } }],
  [
    'a database not before the first look',
    undefined,
    { flight: { since: 0 }, of: { ...app, early: { on: [db], atOnce: true } } },
  ],
])('what has an early dependency begins %s', (_, expected, asked) => {
  expect(begins(asked)).toBe(expected);
});

const cache = named('cache');
const both = item('app', { after: [db, cache], early: { on: [db, cache], needsAfterSeconds: 40 } });
const since = (at: number, more: Partial<Flight> = {}): Flight => ({
  ...{ since: 0, firstActAt: at, last: { effects: [], at, attempts: 1 }, ...more },
});

type Many = {
  readonly items?: readonly PlanItem[];
  readonly flights: Readonly<Record<string, Flight>>;
  readonly up?: readonly string[];
  readonly of?: PlanItem;
};

const ofMany = ({ items = [], flights, up = [], of = both }: Many) => {
  const known = [item('db', { readyAfterSeconds: 300 }), item('cache', { readyAfterSeconds: 100 })];
  const rest = known.filter(({ resource }) => !items.some((one) => one.resource === resource));
  const plan = { items: [...rest, ...items, of] } as unknown as Plan;
  const flying = new Map(Object.entries(flights).map(([name, flight]) => [named(name), flight]));
  return beginsEarlyAt({ plan, flights: flying, letsGo: (name) => up.includes(name) }, of, 20_000);
};

const atOnce = { ...both, early: { on: [db, cache], atOnce: true } } as const;
const network = named('network');
const onNetwork = (needsAfterSeconds?: number) =>
  item('db', {
    ...{ readyAfterSeconds: 300, after: [network] },
    early: { on: [network], ...(needsAfterSeconds === undefined ? {} : { needsAfterSeconds }) },
  });
const lateNetwork = (of: PlanItem) => [item('network', { readyAfterSeconds: 500 }), of];

it.each<[string, number | undefined, Many]>([
  ['by the one that is ready last', 270_000, { flights: { db: since(10_000), cache: since(10_000) } }],
  ['by the others once one is ready', 70_000, { flights: { cache: since(10_000) }, up: ['db'] }],
  ['not while one of them has not begun', undefined, { flights: { db: since(10_000) } }],
  ['not while the other has not begun', undefined, { flights: { cache: since(10_000) } }],
  ['at once when all are on their way', 20_000, { flights: { db: since(10_000), cache: since(10_000) }, of: atOnce }],
  [
    'at once when they were seen on their way',
    20_000,
    { flights: { db: { since: 0, seen: true }, cache: since(10_000) }, of: atOnce },
  ],
  [
    'not at once when one has only been looked at',
    undefined,
    { flights: { db: { since: 0 }, cache: since(10_000) }, of: atOnce },
  ],
  ['at once before the turn of one', 20_000, { flights: { cache: since(10_000) }, of: atOnce }],
  [
    'not at once before another that it needs is ready',
    undefined,
    { flights: { db: since(10_000) }, of: { ...atOnce, early: { on: [db], atOnce: true } } },
  ],
  [
    'later where one of them waits for another',
    510_000 + 260_000 - 40_000,
    { items: lateNetwork(onNetwork(40)), flights: { db: since(10_000), network: since(10_000) }, up: ['cache'] },
  ],
  [
    'when the other is ready, which it needs only to serve',
    510_000 - 40_000,
    { items: lateNetwork(onNetwork()), flights: { db: since(10_000), network: since(10_000) }, up: ['cache'] },
  ],
  [
    'by its own time when the other is ready',
    270_000,
    { items: lateNetwork(onNetwork(40)), flights: { db: since(10_000) }, up: ['cache', 'network'] },
  ],
  [
    'not while nobody knows when the other is ready',
    undefined,
    { items: lateNetwork(onNetwork(40)), flights: { db: since(10_000) }, up: ['cache'] },
  ],
])('what has several early dependencies begins %s', (_, expected, asked) => {
  expect(ofMany(asked)).toBe(expected);
});
