// Nothing happens to a topic that nobody agreed to: random interleavings of two operators, rule changes and other clients. And
// the other way round: where one part of the hash or the second comparison is missing, the judge notices.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { stillAgreed } from '#cleanup/plan/agreement.ts';
import { type HashedPlan, planHash } from '#cleanup/plan/hash.ts';
import type { PlannedTopic } from '#core/cleanup.ts';
import type { Risk } from '#core/cleanup-rules.ts';
import {
  type ClientChange,
  consentWorld,
  type Interference,
  type Step,
  topicNames,
  type Weakness,
} from '#test/support/cleanup-consent.ts';

const operators = fc.constantFrom('ana' as const, 'ben' as const);
const topics = fc.constantFrom(...topicNames);
const changes: fc.Arbitrary<ClientChange> = fc.record({
  topic: topics,
  // Producers are busier than anybody who changes topics.
  what: fc.constantFrom(
    'produce' as const,
    'produce' as const,
    'produce' as const,
    'grow' as const,
    'one-replica' as const,
    'move' as const,
    'compact' as const,
    'keep-for-ever' as const,
    'retention' as const,
    'retention' as const,
    'make-anew' as const,
    'make-other' as const,
    'delete' as const,
  ),
});
const interferences: fc.Arbitrary<Interference['change']> = fc.oneof(
  { weight: 5, arbitrary: changes },
  { weight: 1, arbitrary: fc.record({ topic: topics, what: fc.constant('deny' as const) }) },
);
const meanwhile = fc.array(fc.record({ at: fc.integer({ min: 1, max: 12 }), change: interferences }), { maxLength: 3 });
const accept = fc.subarray<Risk>(['compacted', 'kept-forever:orders.a', 'kept-forever:orders.b']);
/** Mostly the same: where two operators ask for the same, only what they read tells their plans apart. */
const requests = fc.oneof(
  ...(['truncate', 'recreate'] as const).map((strategy) => ({
    weight: 3,
    arbitrary: fc.constant({ strategy, accept: [], topicsMax: 500 }),
  })),
  {
    weight: 3,
    arbitrary: fc.record({
      strategy: fc.constantFrom('truncate' as const, 'recreate' as const),
      accept,
      topicsMax: fc.constantFrom(1, 500, 500),
    }),
  },
);
const diesAt = fc.oneof(fc.constant(-1), fc.integer({ min: 5, max: 60 }));

const steps: fc.Arbitrary<Step> = fc.oneof(
  { weight: 5, arbitrary: fc.record({ kind: fc.constant('plan' as const), by: operators, request: requests }) },
  { weight: 5, arbitrary: fc.record({ kind: fc.constant('execute' as const), by: operators, meanwhile, diesAt }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('resume' as const), by: operators, meanwhile }) },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant('deny' as const), deny: fc.subarray(['orders.a', 'orders.b', '*.c']) }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('cap' as const), topicsMax: fc.constantFrom(1, 2, 500) }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('client' as const), change: changes }) },
);
const histories = fc.array(steps, { minLength: 2, maxLength: 10 });

const violationsOf = async (history: readonly Step[], weakness?: Weakness) => {
  const world = consentWorld(weakness);
  for (const step of history) await world.take(step);
  return world.found;
};

const strippedTopics = (plan: HashedPlan, ...keys: (keyof PlannedTopic)[]): HashedPlan => ({
  ...plan,
  topics: plan.topics.map((topic) => {
    const rest = Object.entries(topic).filter(([key]) => !keys.some((one) => one === key));
    return Object.fromEntries(rest) as unknown as PlannedTopic;
  }),
});

const withoutReplicas = (planned: PlannedTopic): PlannedTopic => {
  if (!planned.shape) return planned;
  const { replicas: _, ...shape } = planned.shape;
  return { ...planned, shape };
};

/** A hash that leaves out one thing that the person read, with everything that follows from it. */
const hashWithout = {
  'what is done': (plan) => ({
    ...strippedTopics(plan, 'action', 'reason', 'notes', 'groups', 'cuts', 'leastBytes', 'mostBytes'),
    rules: { ...plan.rules, accept: [] },
    warnings: [],
  }),
  'the ids': (plan) => strippedTopics(plan, 'id'),
  'the shapes': (plan) => strippedTopics(plan, 'shape'),
  'the offsets': (plan) => strippedTopics(plan, 'cuts', 'records', 'bytes', 'leastBytes', 'mostBytes', 'groups'),
  'the caps': (plan) => ({
    ...plan,
    rules: { ...plan.rules, caps: { topicsMax: 0 } },
    refusals: [],
  }),
} satisfies Readonly<Record<string, (plan: HashedPlan) => HashedPlan>>;

/** With a seed whose histories come early to what goes wrong: of others some take thousands. */
const hashes = [
  ['what is done', 2],
  ['the ids', 51],
  ['the shapes', 3],
  ['the offsets', 27],
  ['the caps', 9],
] as const;

const mutants: readonly (readonly [what: string, weakness: Weakness, seed: number])[] = [
  ...hashes.map(([what, seed]) => {
    const hashOf = (plan: HashedPlan) => planHash(hashWithout[what](plan));
    return [`a hash without ${what}`, { agreement: { hashOf, stillAgreed } }, seed] as const;
  }),
  [
    'a comparison that does not look at replicas',
    {
      agreement: {
        hashOf: planHash,
        stillAgreed: (planned, ...rest) => stillAgreed(withoutReplicas(planned), ...rest),
      },
    },
    5,
  ],
  ['no comparison before an act', { agreement: { hashOf: planHash, stillAgreed: () => undefined } }, 1],
  ['rules that are read once', { rulesOnce: true }, 1],
];

describe('what nobody agreed to', () => {
  it('nothing happens to a topic that nobody agreed to, whatever operators, rules and other clients do in between', async () => {
    let made = 0;
    await fc.assert(
      fc.asyncProperty(histories, async (history) => {
        const { violations, changes: count } = await violationsOf(history);
        made += count;
        expect(violations).toEqual([]);
      }),
      { numRuns: 500 },
    );
    expect(made).toBeGreaterThan(300);
  });

  it.each(mutants)(
    'the judge notices what nobody agreed to with %s',
    { timeout: 60_000 },
    async (_, weakness, seed) => {
      const found = await fc.check(
        fc.asyncProperty(histories, async (history) => (await violationsOf(history, weakness)).violations.length === 0),
        { numRuns: 4_000, seed, endOnFailure: true },
      );

      expect(found.failed).toBe(true);
    },
  );
});
