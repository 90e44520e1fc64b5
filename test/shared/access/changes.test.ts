import { expect, it } from 'vitest';
import { changesBetween } from '#access/changes.ts';
import { checkText } from '#definition/check-text.ts';
import { changeKinds, contentOf, edited, mine } from './change-kinds.ts';

const nowMs = Date.parse('2026-11-30T17:50:00+01:00');
const before = contentOf(mine);

it.each(changeKinds)('a diff says what is different and when it takes effect: $what', (kind) => {
  const text = edited(kind);
  expect(checkText(text, 'mine.yaml').definition.environment).toBe('mine');

  const { changes, missing } = changesBetween({ before, after: contentOf(text), nowMs });

  expect(changes.map(({ path, text: what }) => `${path} ${what}`)).toEqual(kind.says);
  expect(changes.map(({ takesEffect }) => takesEffect)).toEqual(kind.says.map(() => kind.takesEffect));
  const needs = missing.rights.length + missing.topics.length + missing.databases.length > 0;
  expect(needs).toBe(kind.takesEffect === 'rights' || kind.takesEffect === 'stack');
});
