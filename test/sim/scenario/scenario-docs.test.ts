// docs/scenarios.md is true: its examples load, and its trace is what a rehearsal writes.
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { isStatusKind } from '#kinds/status-kinds.ts';
import { rehearse } from '#sim/rehearsal.ts';
import { parseScenario } from '#sim/scenario/parse.ts';
import { actions } from '#sim/scenario/schema.ts';
import { kindsWith, worldOf } from '#sim/scenario/world.ts';
import { documentedTypes } from './documented-types.ts';

const text = readFileSync('docs/scenarios.md', 'utf8');

const blocks = (language: string): string[] =>
  [...text.matchAll(new RegExp(`^\`\`\`${language}\\n([^]*?)^\`\`\``, 'gm'))].map(([, block = '']) => block);

/** An example that shows only a part is completed with the head of the first one. */
const [whole = '', ...parts] = blocks('yaml');
const head = whole.slice(0, whole.indexOf('world:'));
const scenarioOf = (block: string) =>
  parseScenario(block.startsWith('name:') ? block : head + block, 'sim/scenarios/doc.yaml');

type Line = { readonly at: string; readonly type: string };
const traceLines = blocks('json')
  .flatMap((block) => block.trim().split('\n'))
  .map((line): Line => JSON.parse(line));

describe('the reference of scenarios', () => {
  it('the reference of scenarios has examples of which every one is a scenario', () => {
    expect(parts.length).toBeGreaterThan(1);
    for (const block of [whole, ...parts]) expect(() => scenarioOf(block)).not.toThrow();
  });

  it('the reference of scenarios has an example of everything an entry of the timeline can do', () => {
    const shown = parts.flatMap((block) => [...block.matchAll(/at: [^,]+, (\w+):/g)].map(([, action]) => action));

    expect(new Set(shown)).toEqual(new Set(Object.keys(actions)));
  });

  it('the reference of scenarios names every key of every kind', () => {
    const kinds = kindsWith('status').concat('ecs-service');

    expect(text, 'what every kind has').toContain('Every kind has `missing: true`');
    for (const kind of kinds) {
      const begins = isStatusKind(kind) ? '- others' : `- \`${kind}\``;
      const row = text.split('\n').find((line) => line.startsWith(begins)) ?? '';
      const { missing: _, ...shape } = worldOf(kind).shape;
      for (const key of Object.keys(shape)) expect(row, `${kind}: ${key}`).toContain(`\`${key}`);
    }
  });

  it('the reference of scenarios shows lines of a trace with the keys they really have', async () => {
    const { lines } = await rehearse(scenarioOf(whole));
    const keysOf = (type: string): Set<string> =>
      new Set(lines.flatMap(({ event }) => (event.type === type ? Object.keys(event) : [])));

    expect(traceLines.length).toBeGreaterThan(5);
    for (const { at, ...line } of traceLines) {
      expect(at).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d-03:00$/);
      expect([...keysOf(line.type)]).toEqual(expect.arrayContaining(Object.keys(line)));
    }
  });

  it('the reference of scenarios explains every type of line that it shows', () => {
    expect(documentedTypes(text)).toEqual(expect.arrayContaining(traceLines.map(({ type }) => type)));
  });
});
