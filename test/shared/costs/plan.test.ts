import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { plannedTotal } from '#costs/cost-plan.ts';
import { readCostPlan } from '#costs/load-plan.ts';

const page = readFileSync('test/fixtures/costs/metadata-platform.md', 'utf8');

const refusal = (text: string, file = 'costs/shop.yaml'): string => {
  try {
    readCostPlan(text, file);
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
  return 'was accepted';
};

describe('a plan of costs as a page in Markdown', () => {
  const plan = readCostPlan(page, 'page.md');
  const line = (name: string) => plan.lines.find((one) => one.name === name);

  it('has twelve lines that are 4,150 together, to the cent', () => {
    expect(plan.lines).toHaveLength(12);
    expect(plannedTotal(plan)).toBe(415_000);
  });

  it('counts the parts of a line once', () => {
    expect(line('Databases')).toMatchObject({
      plannedCents: 70_000,
      parts: [
        { name: 'PostgreSQL', plannedCents: 30_000 },
        { name: 'Cassandra', plannedCents: 40_000 },
      ],
    });
  });

  it.each([
    ['Datadog', { kind: 'external' }],
    ['PagerDuty', { kind: 'external' }],
    ['Slack', { kind: 'external' }],
    ['Kubernetes Cluster', { kind: 'external' }],
    ['Apache Atlas', { kind: 'unsaid' }],
    ['Apache Kafka', { kind: 'cost-explorer', services: ['Amazon Managed Streaming for Apache Kafka'] }],
    ['Databases', { services: ['Amazon Relational Database Service', 'Amazon Keyspaces (for Apache Cassandra)'] }],
  ])('knows where to look for %s', (name, actual) => {
    expect(line(name)?.actual).toMatchObject(actual);
  });

  it('a service that two lines would claim belongs to the first', () => {
    const text = '| Component | Monthly Cost |\n|---|---|\n| PostgreSQL | $5 |\n| Aurora reporting | $7 |\n';

    expect(readCostPlan(text, 'page.md').lines.map(({ actual }) => actual.kind)).toEqual(['cost-explorer', 'unsaid']);
  });

  it.each([
    ['no table', '# Costs\n\nAbout $4,150.', 'has no table of costs'],
    ['a table without money', '| a | b |\n|---|---|\n| c | d |', 'has no table of costs'],
    [
      'a total that is not the sum',
      '| Part | Cost |\n|---|---|\n| a | $1 |\n| b | $2 |\n| Total | $4 |',
      'its 2 lines are $3.00 together',
    ],
    [
      'an amount that is none',
      '| Part | Cost |\n|---|---|\n| a | a lot |',
      'the row "a | a lot" has no amount of money',
    ],
    [
      'two tables',
      '| Part | Cost |\n|---|---|\n| a | 1 |\n\ntext\n\n| Part | Cost |\n|---|---|\n| a | 1 |',
      'has 2 tables of costs',
    ],
    ['a table with nothing but a total', '| Part | Cost |\n|---|---|\n| Total | $0 |', 'has no line'],
  ])('refuses %s', (_, text, message) => {
    expect(refusal(text, 'page.md')).toContain(message);
  });
});

it('the plan of the example is the page, line by line', () => {
  const example = readCostPlan(readFileSync('examples/metadata/costs.yaml', 'utf8'), 'costs.yaml');

  expect(plannedTotal(example)).toBe(415_000);
  expect(example.lines.map(({ plannedCents }) => plannedCents)).toEqual(
    readCostPlan(page, 'page.md').lines.map(({ plannedCents }) => plannedCents),
  );
});

describe('a plan of costs in YAML', () => {
  it('a line with parts and no amount of its own is their sum', () => {
    const plan = readCostPlan(
      'lines:\n  - name: Databases\n    parts: { PostgreSQL: 300, Cassandra: 400.50 }\n',
      'a.yaml',
    );

    expect(plannedTotal(plan)).toBe(70_050);
  });

  it('says itself where its actual cost is found', () => {
    const text = [
      'tag: Env',
      'value: prod',
      'componentTag: Component',
      'lines:',
      '  - { name: Catalogue, planned: 200, actual: { tag: catalogue } }',
      '  - { name: Kafka, planned: 500, actual: { service: [A, B], tag: [x] } }',
      '  - { name: Datadog, planned: 500, actual: external }',
      '  - { name: Slack, planned: 0, actual: { fixed: 0 } }',
    ].join('\n');

    expect(readCostPlan(text, 'a.yml')).toMatchObject({
      tag: 'Env',
      value: 'prod',
      componentTag: 'Component',
      lines: [
        { actual: { kind: 'cost-explorer', services: [], tags: ['catalogue'] } },
        { actual: { kind: 'cost-explorer', services: ['A', 'B'], tags: ['x'] } },
        { actual: { kind: 'external' } },
        { actual: { kind: 'fixed', cents: 0 } },
      ],
    });
  });

  it.each([
    [
      'a sum that is not the parts',
      'lines:\n  - name: D\n    planned: 700\n    parts: { P: 300, C: 300 }',
      'a.yaml:3:14: lines[0].planned: is 700.00, and its parts are 600.00 together',
    ],
    ['no amount', 'lines:\n  - name: D', 'is missing'],
    ['an empty plan', '', 'lines: is missing'],
    [
      'two lines with one service',
      'lines:\n  - { name: A, planned: 1, actual: { service: S } }\n  - { name: B, planned: 1, actual: { service: S } }',
      'claims the service `S`, as `A` does',
    ],
    [
      'two lines with one name',
      'lines:\n  - { name: A, planned: 1 }\n  - { name: A, planned: 1 }',
      'is the name of an earlier line',
    ],
    [
      'a tag without its key',
      'lines:\n  - { name: A, planned: 1, actual: { tag: a } }',
      'such as `componentTag: Component`',
    ],
    ['less than nothing', 'lines:\n  - { name: A, planned: -1 }', 'is less than 0'],
    ['parts of a cent', 'lines:\n  - { name: A, planned: 0.001 }', 'has more than two decimals'],
    ['an unknown key', 'lines:\n  - { name: A, planed: 1 }', 'planed: unknown key'],
    ['an actual that says nothing', 'lines:\n  - { name: A, planned: 1, actual: {} }', 'actual'],
  ])('refuses %s and says where', (_, text, message) => {
    expect(refusal(text, 'a.yaml')).toContain(message);
  });

  it('the same service with two tags is two claims', () => {
    const line = (tag: string) => `  - { name: ${tag}, planned: 1, actual: { service: S, tag: ${tag} } }`;

    expect(refusal(`componentTag: C\nlines:\n${line('a')}\n${line('b')}`)).toBe('was accepted');
  });

  it('a file that is neither is refused', () => {
    expect(refusal('a,b', 'plan.csv')).toContain('plan.csv is no plan of costs');
  });
});
