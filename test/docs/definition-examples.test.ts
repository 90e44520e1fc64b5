// The worked examples at the top of docs/definition.md are valid definitions, and do what their text says.
import { describe, expect, it } from 'vitest';
import { parseDefinition } from '#definition/load.ts';
import { sharedWith } from '#definition/shared-things.ts';
import { blocksIn, pages } from './pages.ts';

const page = pages.find(({ file }) => file === 'docs/definition.md');
const examples = blocksIn(page ?? { file: '', text: '' })
  .filter(({ language, body }) => language === 'yaml' && body.includes('environment:'))
  .map(({ body }) => body);
const [
  hours = '',
  severalSlots = '',
  ready = '',
  holidays = '',
  shared = '',
  alone = '',
  stopOnly = '',
  database = '',
] = examples;
const definitionOf = (yaml: string) => parseDefinition(yaml, `${/^environment: (\S+)/.exec(yaml)?.[1]}.yaml`);

describe('the worked examples of a definition', () => {
  it('the worked examples of a definition come before the reference of keys', () => {
    const text = page?.text ?? '';

    expect(examples).toHaveLength(8);
    expect(text.indexOf('## Examples')).toBeLessThan(text.indexOf('## All keys'));
  });

  it.each(examples.map((yaml): [string, string] => [yaml.split('\n')[0] ?? '', yaml]))(
    'a worked example is a valid definition: %s',
    (_, yaml) => {
      expect(definitionOf(yaml).resources.length).toBeGreaterThan(0);
    },
  );

  it('the worked example with several slots stops earlier at the end of the week', () => {
    expect(definitionOf(severalSlots).schedule.stop).toMatchObject([{ at: '20:00' }, { at: '16:00' }]);
  });

  it('the worked example that is ready by an hour does not begin before another', () => {
    expect(definitionOf(ready).schedule.start).toMatchObject({ at: '08:00', notBefore: '06:00' });
  });

  it('the worked example of holidays closes days', () => {
    expect(definitionOf(holidays).calendars.flatMap(({ closed }) => closed)).toHaveLength(2);
  });

  it('the worked example of a shared database does not stop it twice', () => {
    expect(sharedWith(definitionOf(shared), [definitionOf(hours)])).toEqual([]);
    expect(shared).toContain('instance: shop-db');
    expect(hours).toContain('instance: shop-db');
  });

  it('the worked example that leaves one alone keeps up what it needs', () => {
    const { resources } = definitionOf(alone);
    const kept = resources.filter(({ leaveAlone, keptUp }) => leaveAlone !== undefined || keptUp !== undefined);

    expect(kept.map(({ name }) => name)).toEqual(['db', 'import']);
  });

  it('the worked example without a start has a stop', () => {
    const { schedule } = definitionOf(stopOnly);

    expect([schedule.start, schedule.stop]).toMatchObject([undefined, { at: '20:00' }]);
  });

  it('the worked example of a database makes snapshots, and attends its window', () => {
    expect(definitionOf(database).resources).toMatchObject([
      { snapshotBeforeStop: { keep: 7, ifFailed: 'keep-up' }, maintenance: 'attend' },
      { snapshotBeforeStop: { keep: 3, ifFailed: 'continue' } },
    ]);
  });
});
