import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isLater } from '#pipeline/stores/entity.ts';

const version = fc.record({
  eventTime: fc.constantFrom('2026-11-30T10:00:00Z', '2026-11-30T10:00:00.1Z', '2026-11-30T10:00:00.000001Z'),
  eventKey: fc.constantFrom('a', 'b', 'é', '😀', '\uffff'),
});

test('of two versions with different keys exactly one is later', () => {
  fc.assert(
    fc.property(version, version, (one, other) => {
      const both = Number(isLater(one, other)) + Number(isLater(other, one));
      expect(both).toBe(one.eventKey === other.eventKey ? 0 : 1);
    }),
  );
});

test.each([
  ['2026-11-30T10:00:00.1Z', '2026-11-30T10:00:00.099999Z'],
  ['2026-11-30T10:00:00.000000001Z', '2026-11-30T10:00:00Z'],
  ['2026-11-30T10:00:01Z', '2026-11-30T10:00:00.999Z'],
])('%s is later than %s', (eventTime, before) => {
  expect(isLater({ eventTime, eventKey: 'a' }, { eventTime: before, eventKey: 'b' })).toBe(true);
});

test('keys of the same moment are compared by bytes, as databases do', () => {
  const eventTime = '2026-11-30T10:00:00Z';
  // In UTF-16 it would be the other way round.
  expect(isLater({ eventTime, eventKey: '😀' }, { eventTime, eventKey: '\uffff' })).toBe(true);
});
