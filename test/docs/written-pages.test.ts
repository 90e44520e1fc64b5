// What pages say in numbers and names about the tree, held against the tree.
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { statusKindNames } from '#kinds/status-kinds.ts';
import { invariants } from '#sim/invariants/all.ts';
import { rehearse } from '#sim/rehearsal.ts';
import { nightOf } from '#test/support/nights.ts';
import { pages, root } from './pages.ts';

const textOf = (file: string): string => pages.find((page) => page.file === file)?.text ?? '';

describe('docs/internals/adding-a-kind.md', () => {
  const page = textOf('docs/internals/adding-a-kind.md');
  const naming = (kind: string): string[] =>
    globSync('{shared,sim,infra,cli,functions,scripts}/**/*.ts', { cwd: root }).filter((file) =>
      readFileSync(join(root, file), 'utf8').includes(`'${kind}'`),
    );

  it.each(statusKindNames)(
    'docs/internals/adding-a-kind.md names every product file that knows %s by name, which are four at most',
    (kind) => {
      const files = naming(kind);
      const own = globSync(`shared/kinds/${kind}/*.ts`, { cwd: root });

      expect(new Set([...files, ...own]).size).toBeLessThanOrEqual(4);
      for (const file of files) expect(page).toContain(`\`${file.replace(kind, 'docdb-cluster')}\``);
    },
  );

  it('docs/internals/adding-a-kind.md names every file that knows a kind with a memory, in addition to its folder', () => {
    const registries = naming('ecs-service').filter((file) => /^shared\/kinds\/[^/]+\.ts$/.test(file));

    expect(registries.length).toBeGreaterThan(0);
    for (const file of registries) expect(page).toContain(`\`${file}\``);
  });

  it('docs/internals/adding-a-kind.md names every file that knows a kind with rules of its own: six in addition to its five facets and a test', () => {
    const registries = naming('msk-connector').filter((file) => !file.startsWith('shared/kinds/msk-connector/'));

    expect(registries.length).toBeLessThanOrEqual(6);
    for (const file of registries) expect(page).toContain(`\`${file}\``);
  });

  it('docs/internals/adding-a-kind.md names facets that kinds really have', () => {
    for (const facet of [
      'definition',
      'decide',
      'adapter',
      'permissions',
      'rehearsal',
      'simulated',
      'inventory',
      'size',
    ]) {
      expect(page).toContain(`\`${facet}.ts\``);
      expect(globSync(`shared/kinds/*/${facet}.ts`, { cwd: root }).length, facet).toBeGreaterThan(0);
    }
  });

  it('the page about adding a kind is one page long', () => {
    expect(page.split('\n').length).toBeLessThanOrEqual(60);
  });
});

/** Of the table "Measured": the numbers of one row. */
const measuredRow = (what: string): number[] => {
  const row = textOf('docs/cost.md')
    .split('\n')
    .find((line) => line.startsWith(`| ${what}`));
  return (row?.split('|').slice(2, 5) ?? []).map(Number);
};

const sorts: Readonly<Record<string, (operation: string, mutating: boolean) => boolean>> = {
  'calls that read the environment': (operation, mutating) =>
    !mutating && !/^(dynamodb|ssm|sns|lambda):/.test(operation),
  'calls that change it': (operation, mutating) =>
    mutating && !/^(dynamodb|ssm|sns|lambda|cloudwatch):/.test(operation),
  'writes to the state table': (operation) => /^dynamodb:(Put|Update|Delete)/.test(operation),
  'reads of the state table': (operation) => /^dynamodb:(Get|Query)/.test(operation),
};

describe('docs/cost.md', async () => {
  const { lines } = await rehearse(nightOf('staging'));
  const calls = lines.flatMap(({ at, event }) => (event.type === 'call' ? [{ at, ...event }] : []));
  const looks = 'looks at everything in flight';
  const reads = 'calls that read the environment';

  const countOf = (what: string, name: string): number => {
    const found = calls.filter(
      (call) => call.function === name && sorts[what === looks ? reads : what]?.(call.operation, call.mutating),
    );
    // The simulated AWS answers at once: what a look reads, it reads in one moment.
    return what === looks ? new Set(found.map(({ at }) => at)).size : found.length;
  };

  it.each([looks, ...Object.keys(sorts)])('docs/cost.md tells within a quarter: %s', (what) => {
    const measured = ['stop', 'start', 'reconcile'].map((name) => countOf(what, name));
    const told = measuredRow(what);

    expect(told).toHaveLength(3);
    for (const [index, count] of measured.entries()) {
      const allowed = Math.max(6, count / 4);
      expect([what, Math.abs((told[index] ?? Number.NaN) - count) <= allowed, count]).toEqual([what, true, count]);
    }
  });

  it('the sum on the page of costs is that of its lines', () => {
    const amounts = [...textOf('docs/cost.md').matchAll(/\| (?:under )?(\d\.\d\d) +\|$/gm)].map(([, usd]) =>
      Number(usd),
    );
    const sum = Number(/\*\*(\d\.\d\d)\*\*/.exec(textOf('docs/cost.md'))?.[1]);

    expect(amounts.length).toBeGreaterThan(7);
    expect(amounts.reduce((one, other) => one + other, 0)).toBeCloseTo(sum, 5);
  });
});

describe('docs/scenarios.md', () => {
  it('docs/scenarios.md names every invariant and every type of the trace', () => {
    const rows = textOf('docs/scenarios.md')
      .split('\n')
      .flatMap((line) => /^(?:\||-) `(\S+)`/.exec(line)?.[1] ?? []);
    const written = readFileSync(join(root, 'sim/trace.ts'), 'utf8');
    const types = [...written.matchAll(/readonly type: '([\w-]+)'/g)].map(([, type]) => type);

    expect(types.length).toBeGreaterThan(8);
    expect(rows).toEqual(expect.arrayContaining([...invariants.map(({ name }) => name), ...types]));
  });
});

describe('docs/commands.md', () => {
  it('docs/commands.md names every key that a report has, and every kind of notice', async () => {
    const { reports } = await rehearse(nightOf('staging'));
    const keys = reports.flatMap((report) => [...Object.keys(report), ...report.resources.flatMap(Object.keys)]);
    const notices = /readonly notice:([^;]*);/.exec(readFileSync(join(root, 'shared/core/notice.ts'), 'utf8'))?.[1];
    const words = [...new Set(keys), ...(notices?.match(/[a-z-]+/g) ?? []), 'expected'];

    expect(notices).toContain('drift');
    const untold = words.filter((word) => !textOf('docs/commands.md').includes(`\`${word}\``));
    expect(untold).toEqual([]);
  });
});
