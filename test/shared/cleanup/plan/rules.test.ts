// The rules of one cleanup, and which topics they are about.
import { describe, expect, it } from 'vitest';
import { type HashedPlan, planHash } from '#cleanup/plan/hash.ts';
import { matchOf, matchTopics, whyDenied } from '#cleanup/plan/matches.ts';
import { rulesFor } from '#cleanup/plan/rules.ts';
import type { CleanupRequest, ListedTopic } from '#core/cleanup.ts';
import type { CleanupRules, TopicDefinition } from '#core/cleanup-rules.ts';
import { rulesOf } from '#test/support/cleanups.ts';

const definition = (name: string, empty?: TopicDefinition['empty']): TopicDefinition => ({
  name,
  partitions: 1,
  replicationFactor: 1,
  configs: {},
  ...(empty === undefined ? {} : { empty }),
});
const listed = (...names: readonly string[]): ListedTopic[] =>
  names.map((name) => ({ name, id: `id of ${name}`, internal: false, partitions: [] }));

describe('what is asked for', () => {
  const allowed = rulesOf({
    prefixes: [
      { prefix: 'orders.', strategy: 'truncate' },
      { prefix: 'orders.eu.', strategy: 'recreate' },
      { prefix: 'payments', strategy: 'truncate' },
    ],
    topics: [definition('orders.a'), definition('orders.eu.b'), definition('stock')],
    deny: ['orders.secret.*'],
    accept: ['tiered'],
  });
  const asking = (request: CleanupRequest) => rulesFor(allowed, request);
  const refusal = (prefix: string) => {
    try {
      return JSON.stringify(asking({ prefixes: [prefix] }));
    } catch (error) {
      return (error as Error).message;
    }
  };

  it('what is asked for is all that is allowed when nothing is said', () => {
    expect(asking({})).toEqual({ ...allowed, applyDefinitions: false });
  });

  it.each([
    ['orders.', 'truncate', ['orders.a', 'orders.eu.b']],
    ['orders.eu.', 'recreate', ['orders.eu.b']],
    ['orders.eu.west.', 'recreate', []],
    ['orders.a', 'truncate', ['orders.a']],
    ['payments', 'truncate', []],
  ])(
    'what is asked for by the prefix %s is emptied as the longest rule around it says: %s',
    (prefix, strategy, topics) => {
      const rules = asking({ prefixes: [prefix] });

      expect(rules.prefixes).toEqual([{ prefix, strategy }]);
      expect(rules.topics.map(({ name }) => name)).toEqual(topics);
    },
  );

  it('what is asked for by several prefixes is each of them', () => {
    const rules = asking({ prefixes: ['orders.eu.', 'orders.a'], strategy: 'recreate' });

    expect(rules.prefixes).toEqual([
      { prefix: 'orders.eu.', strategy: 'recreate' },
      { prefix: 'orders.a', strategy: 'recreate' },
    ]);
    expect(rules.topics.map(({ name }) => name)).toEqual(['orders.a', 'orders.eu.b']);
  });

  it('what is asked for adds what a person accepts, each once, and the wish to apply definitions', () => {
    expect(asking({ accept: ['compacted', 'tiered'], applyDefinitions: true })).toMatchObject({
      accept: ['tiered', 'compacted'],
      applyDefinitions: true,
    });
  });

  it('what is asked for is never more than is allowed', () => {
    expect(refusal('stock.')).toBe(
      '`stock.` is not within the prefixes of the definition (orders., orders.eu., payments); nothing was changed',
    );
    expect(refusal('payments.')).toContain('is not within the prefixes');
    expect(refusal('orders.*')).toBe(
      'the prefix `orders.*` contains a wildcard: a prefix is plain text; nothing was changed',
    );
    expect(refusal('orders.secret.')).toMatch(
      /^every topic that starts with `orders\.secret\.` is on the deny list .*; nothing was changed$/,
    );
    expect(() => rulesFor(rulesOf({ prefixes: [] }), { prefixes: ['orders.'] })).toThrow('(none)');
  });
});

describe('a rule is about a topic', () => {
  const prefixes = [
    { prefix: 'orders.', strategy: 'truncate' as const },
    { prefix: 'orders.eu.', strategy: 'recreate' as const },
    { prefix: 'stock', strategy: 'truncate' as const },
  ];
  it.each<[name: string, topics: readonly TopicDefinition[], claim: object | undefined]>([
    ['orders.new', [], { matchedBy: 'prefix orders.', strategy: 'truncate', isNamed: false }],
    ['orders.eu.new', [], { matchedBy: 'prefix orders.eu.', strategy: 'recreate', isNamed: false }],
    ['stock', [], { matchedBy: 'prefix stock', strategy: 'truncate', isNamed: true }],
    ['payments', [], undefined],
    ['payments', [definition('payments')], { matchedBy: 'its definition', strategy: 'none', isNamed: false }],
    [
      'payments',
      [definition('payments', 'recreate')],
      { matchedBy: 'its definition', strategy: 'recreate', isNamed: true },
    ],
    [
      'orders.new',
      [definition('orders.new', 'never')],
      { matchedBy: 'its definition', strategy: 'none', isNamed: true },
    ],
    [
      'orders.new',
      [definition('orders.new')],
      { matchedBy: 'prefix orders. and its definition', strategy: 'truncate', isNamed: false },
    ],
    [
      'stock',
      [definition('other'), definition('stock')],
      { matchedBy: 'prefix stock and its definition', strategy: 'truncate', isNamed: true },
    ],
  ])('the rule about the topic %s is found among %j', (name, topics, claim) => {
    const own = topics.find((one) => one.name === name);

    expect(matchOf(name, rulesOf({ prefixes, topics }))).toEqual(
      claim && { ...claim, ...(own === undefined ? {} : { definition: own }) },
    );
  });

  it('a rule is not about a topic that is denied, or internal', () => {
    expect(whyDenied({ name: 'a.b', internal: false }, { deny: [] })).toBeUndefined();
    expect(whyDenied({ name: 'a.b', internal: true }, { deny: [] })).toBe('internal to Kafka');
    expect(whyDenied({ name: 'a.b', internal: true }, { deny: ['a.*'] })).toBe(
      'on the deny list of the definition (`a.*`)',
    );
  });
});

describe('of a listing', () => {
  const rules = rulesOf({
    topics: [definition('z.absent'), definition('b.absent'), definition('orders.new'), definition('denied.absent')],
    deny: ['denied.*', 'orders.denied*'],
  });
  const matches = matchTopics(rules, {
    topics: listed('payments', 'orders.new', 'orders.denied', 'orders.also', 'orders-v2'),
    unreadable: ['orders.y', 'orders.x', 'orders.denied.x', 'stock'].map((name) => ({ name, why: 'DENIED' })),
  });

  it('each topic of a listing is in one list, in order', () => {
    expect(matches.matched.map(({ topic: { name } }) => name)).toEqual(['orders.also', 'orders.new']);
    expect(matches.unreadable.map(({ topic }) => topic)).toEqual(['orders.x', 'orders.y']);
    expect(matches.unreadable[0]).toMatchObject({ why: 'DENIED', matchedBy: 'prefix orders.', strategy: 'truncate' });
    expect(matches.absent.map(({ name }) => name)).toEqual(['b.absent', 'z.absent']);
    expect(matches.denied).toEqual([
      { topic: 'orders.denied', reason: 'on the deny list of the definition (`orders.denied*`)' },
    ]);
    expect(matches.untouched).toEqual(
      ['orders-v2', 'orders.denied', 'payments'].map((name) => ({ name, id: `id of ${name}` })),
    );
    expect(matches.hints).toEqual([]);
  });

  it('what a listing cannot read is not absent', () => {
    const unreadable = [{ name: 'b.absent', why: 'DENIED' }];

    expect(matchTopics(rules, { topics: [], unreadable }).absent.map(({ name }) => name)).toEqual([
      'orders.new',
      'z.absent',
    ]);
  });
});

describe('a name without an end', () => {
  const hintsAbout = (prefix: string, ...names: readonly string[]) =>
    matchTopics(rulesOf({ prefixes: [{ prefix, strategy: 'truncate' }] }), { topics: listed(...names), unreadable: [] })
      .hints;
  const hint = (meant: string) => [
    `no topic is named \`orders\`, and a prefix must end in \`.\`, \`-\` or \`_\`: did you mean ${meant}?`,
  ];

  it('a name without an end that is no topic is asked about', () => {
    expect(hintsAbout('orders', 'orders.new', 'orders.old', 'my-orders')).toEqual(hint('`orders.`'));
    expect(hintsAbout('orders', 'orders_x', 'orders-v2', 'orders.new')).toEqual(
      hint('`orders-` or `orders.` or `orders_`'),
    );
    expect(hintsAbout('orders', 'ordersnew', 'ordersold.x.y')).toEqual(hint('`ordersnew` or `ordersold.`'));
  });

  it('a name without an end is asked about with five at most', () => {
    expect(hintsAbout('orders', 'ordersa', 'ordersb', 'ordersc', 'ordersd', 'orderse', 'ordersf')[0]).toMatch(
      /`ordersd` or `orderse`\?$/,
    );
  });

  it('a name without an end is not asked about when it is a topic, when it ends, or when nothing is like it', () => {
    expect(hintsAbout('orders', 'orders', 'orders.new')).toEqual([]);
    expect(hintsAbout('orders.', 'orders-new')).toEqual([]);
    expect(hintsAbout('orders', 'payments')).toEqual([]);
  });
});

describe('the hash of a plan', () => {
  const plan = (more: Partial<HashedPlan> = {}): HashedPlan => ({
    cluster: 'one',
    rules: rulesOf(),
    request: {},
    topics: [],
    denied: [],
    refusals: ['a', 'b'],
    warnings: [],
    ...more,
  });

  it('the hash of a plan is sixteen hexadecimal digits', () => {
    expect(planHash(plan())).toMatch(/^[0-9a-f]{16}$/);
  });

  it('the hash of a plan does not depend on the order of keys, and not on what is undefined', () => {
    const { prefixes, topics, ...rest } = rulesOf();
    const turned = { ...rest, bytes: undefined, topics, prefixes } as unknown as CleanupRules;

    expect(planHash(plan({ rules: turned }))).toBe(planHash(plan()));
  });

  it('the hash of a plan depends on the order of what is in a list', () => {
    expect(planHash(plan({ refusals: ['b', 'a'] }))).not.toBe(planHash(plan()));
  });

  it('the hash of a plan depends on the request, by which the rules of later are found', () => {
    const requests = [{}, { topicsFile: '/a.yaml' }, { topicsFile: '/b.yaml' }, { accept: ['compacted' as const] }];

    expect(new Set(requests.map((request) => planHash(plan({ request })))).size).toBe(4);
  });

  it('the hash of a plan tells null from an object', () => {
    const topics = (value: unknown) => plan({ topics: [{ value }] as never });

    expect(new Set([null, {}, [], 'x', 0].map((value) => planHash(topics(value)))).size).toBe(5);
  });
});
