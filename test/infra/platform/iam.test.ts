// Every policy of every stack against AWS's own list of actions: what is misspelt, and what could be narrower.
import { expect, it } from 'vitest';
import { needlessStars, policiesOf, unknownActions } from '#test/infra/checks/policies.ts';
import { environments } from '#test/infra/synthesised.ts';

const statements = environments.flatMap(policiesOf);

it('finds the policies, and some that allow *', () => {
  expect(statements.length).toBeGreaterThan(50);
  expect(statements.filter(({ resources }) => resources.includes('*'))).not.toEqual([]);
});

it('allows actions that AWS knows, each by its name', async () => {
  expect(await unknownActions(statements)).toEqual([]);
});

it('allows * only where AWS takes nothing narrower', async () => {
  expect(await needlessStars(statements)).toEqual([]);
});
