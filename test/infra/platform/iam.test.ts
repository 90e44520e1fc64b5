// Every policy of every stack against AWS's own list of actions: what is misspelt, and what could be narrower.
import { expect, it } from 'vitest';
import { idleConditions, needlessStars, policiesOf, unknownActions } from '#test/infra/checks/policies.ts';
import { everyKind } from '#test/infra/every-kind.ts';
import { deployedFrom, environments } from '#test/infra/synthesised.ts';

const statements = [...environments, deployedFrom(everyKind)].flatMap(policiesOf);

it('the check of policies finds them, and some that allow *', () => {
  expect(statements.length).toBeGreaterThan(50);
  expect(statements.filter(({ resources }) => resources.includes('*'))).not.toEqual([]);
});

it('every policy allows actions that AWS knows, each by its name', async () => {
  expect(await unknownActions(statements)).toEqual([]);
});

it('every policy allows * only where AWS takes nothing narrower', async () => {
  expect(await needlessStars(statements)).toEqual([]);
});

it('every policy sets conditions on keys that the actions have: on another one, "must not be given" would hold of everything', async () => {
  const misspelt = { effect: 'Allow', actions: ['ecs:UpdateService'], resources: ['*'], where: 'a test' };

  expect(await idleConditions(statements)).toEqual([]);
  expect(await idleConditions([{ ...misspelt, condition: { Null: { 'ecs:taskDefinition': 'true' } } }])).toEqual([
    'a test: ecs:UpdateService never has ecs:taskDefinition',
  ]);
});
