// Whose message it is, in an account with several environments.
import { describe, expect, it } from 'vitest';
import { environmentOf } from '#notify/routing/environment-of.ts';
import { database, definitionOf, kafka, service } from '#test/support/definitions.ts';

const staging = definitionOf([database('db'), service('app'), kafka('kafka')], { environment: 'staging' });
const test = definitionOf([database('test-db'), kafka('kafka')], { environment: 'test' });
const abroad = definitionOf([database('db')], { environment: 'abroad', region: 'eu-west-1' });
const all = [staging, test, abroad];

const about = (resources: readonly string[], more: { region?: string; environment?: string } = {}) =>
  environmentOf({ resources, region: more.region, environment: more.environment }, all)?.environment;
const owner = (resources: readonly string[]) => about(resources, { region: 'us-east-1' });

describe('a message belongs to', () => {
  it.each<[what: string, resources: readonly string[], environment: string | undefined]>([
    ['the one whose first resource it is about', ['atlas-db'], 'staging'],
    ['the one whose last resource it is about', ['atlas/atlas-app'], 'staging'],
    ['another one by another resource', ['atlas-test-db'], 'test'],
    ['the one of which one of several resources is', ['elsewhere', 'atlas-test-db'], 'test'],
    ['nobody when two environments have the resource', ['atlas-kafka'], undefined],
    ['nobody when it is about resources of two', ['atlas-db', 'atlas-test-db'], undefined],
    ['nobody when no environment has it', ['elsewhere'], undefined],
    ['nobody when it is about nothing', [], undefined],
  ])('a message belongs to %s', (_, resources, environment) => {
    expect(owner(resources)).toBe(environment);
  });

  it('a message belongs to the environment of its region, when names are the same elsewhere', () => {
    expect(about(['atlas-db'], { region: 'eu-west-1' })).toBe('abroad');
    expect(about(['atlas-db'])).toBeUndefined();
    expect(about(['atlas-test-db'])).toBe('test');
  });

  it('a message belongs to the environment that it names, whatever it is about', () => {
    expect(about(['atlas-db'], { region: 'us-east-1', environment: 'test' })).toBe('test');
    expect(about(['atlas-db'], { region: 'us-east-1', environment: 'unknown' })).toBeUndefined();
  });
});
