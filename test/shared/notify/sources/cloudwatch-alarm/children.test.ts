import { expect, it, test } from 'vitest';
import { childNames, withStandings } from '#notify/sources/cloudwatch-alarm/children.ts';
import type { CompositeAlarm } from '#notify/sources/cloudwatch-alarm/detail.ts';

const composite = (rule: string, children: CompositeAlarm['children'] = []): CompositeAlarm => ({
  ...{ kind: 'composite-alarm', arn: undefined, description: undefined, oldState: 'OK', newState: 'ALARM' },
  ...{ reason: undefined, contributorAttributes: [], tags: [], suppressedBy: undefined, rule, children },
});
const arn = 'arn:aws:cloudwatch:us-east-1:111111111111:alarm:c:colon';
const standing = (state: string, reason?: string) => ({ state, reason, since: undefined });

test.each([
  ['ALARM("a b") AND NOT OK(c)', ['a b', 'c']],
  [`(ALARM('x') OR ALARM ( "y" )) AND INSUFFICIENT_DATA(${arn})`, ['x', 'y', 'c:colon']],
  ['ALARM("x") OR (ALARM("x") AND FALSE)', ['x']],
  ['TRUE', []],
  [`ALARM("${'('.repeat(20_000)}`, []],
])('the alarms of the rule %s are known by name', (rule, names) => {
  expect(childNames(composite(rule))).toEqual(names);
});

it('a composite alarm names the children that AWS lists first, and no more than can be asked for at once', () => {
  const rule = Array.from({ length: 300 }, (_, index) => `ALARM(a${index})`).join(' OR ');
  const names = childNames(composite(rule, [{ name: 'a7', state: 'ALARM' }]));

  expect(names.slice(0, 3)).toEqual(['a7', 'a0', 'a1']);
  expect(names).toHaveLength(100);
});

it('a composite alarm adds the reason to a child that is listed, unless the child has changed since', () => {
  const listed = composite('ALARM(a) AND ALARM(b)', [
    { name: 'a', state: 'ALARM' },
    { name: 'b', state: 'ALARM' },
  ]);
  const now = new Map([
    ['a', standing('ALARM', 'too slow')],
    ['b', standing('OK', 'fast again')],
  ]);

  expect(withStandings(listed, now).children).toEqual([
    { name: 'a', state: 'ALARM', reason: 'too slow', since: undefined },
    { name: 'b', state: 'ALARM' },
  ]);
});

it('a composite alarm names of its children that are not listed the ones in alarm', () => {
  const now = new Map([
    ['a', standing('OK')],
    ['b', standing('ALARM', 'too slow')],
  ]);

  expect(withStandings(composite('ALARM(a) OR ALARM(b) OR ALARM(gone)'), now).children).toEqual([
    { name: 'b', state: 'ALARM', reason: 'too slow', since: undefined },
  ]);
});
