import { expect, it, vi } from 'vitest';
import { attended } from '#run/plan/attended.ts';
import { definitionWith } from '#test/support/weeks.ts';

const definition = definitionWith('stop: { days: every day, at: "20:00" }', 'UTC');
const attending = {
  ...definition,
  resources: definition.resources.map((one) => ({ ...one, maintenance: 'attend' }) as typeof one),
};
const text = 'sun:04:00-sun:04:30';
const of = new Map(definition.resources.map(({ name }) => [name, [{ what: 'maintenance', text } as const]]));

it.each([
  ['has its window', { of, unread: [] }, 1],
  ['has none where it cannot be read', { of: new Map(), unread: ['no right'] }, undefined],
])('a database that attends %s', async (_, windows, awake) => {
  const { resources } = await attended(attending, { windows: async () => windows });

  expect(resources[0]?.awakeOn?.length).toBe(awake);
});

it('AWS is not asked where nothing attends', async () => {
  const windows = vi.fn();

  expect(await attended(definition, { windows })).toBe(definition);
  expect(windows).not.toHaveBeenCalled();
});
