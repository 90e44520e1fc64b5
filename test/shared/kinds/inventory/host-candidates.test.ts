// Which words of a value count as hosts. What is missed costs a guess; what is too much makes a wrong one.
import { expect, it } from 'vitest';
import { hostCandidates } from '#kinds/inventory/host-candidates.ts';

const cases: readonly (readonly [variable: string, value: string, candidates: readonly string[]])[] = [
  ['DB_HOST', 'db.abc.us-east-1.rds.amazonaws.com', ['db.abc.us-east-1.rds.amazonaws.com']],
  ['DATABASE_URL', 'jdbc:postgresql://DB.abc.rds.amazonaws.com:5432/camunda', ['db.abc.rds.amazonaws.com']],
  ['KAFKA', 'b-1.k.amazonaws.com:9098,b-2.k.amazonaws.com:9098', ['b-1.k.amazonaws.com', 'b-2.k.amazonaws.com']],
  ['ENGINE_URL', 'http://camunda:8080/engine-rest', ['camunda']],
  ['ENGINE', 'http://camunda/engine-rest', ['camunda']],
  ['ENGINE', 'camunda:8080', ['camunda']],
  ['ENGINE_HOST', 'camunda', ['camunda']],
  // The same word as a name of something else.
  ['SERVICE_NAME', 'camunda', []],
  ['DB_NAME', '/camunda', []],
  ['GREETING', 'call camunda', []],
  // Neither the user nor the password of an address is a host.
  ['DATABASE_URL', 'postgres://camunda:scoring@db.example.com/app', ['db.example.com']],
  ['EMPTY', '', []],
];

it.each(cases)('the inventory finds host names in the variable %s=%s', (variable, value, candidates) => {
  expect(hostCandidates(variable, value)).toEqual(candidates);
});
