import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalJson, contentHash } from '#definition/versions/content.ts';

const shuffled = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(shuffled);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .toReversed()
      .map(([key, one]) => [key, shuffled(one)]),
  );
};

describe('the canonical form of a definition', () => {
  it('the canonical form is the same whatever the order of keys, and says the same', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (given) => {
        const { resources: _, ...content } = given;
        expect(canonicalJson(shuffled(content))).toBe(canonicalJson(content));
        expect(JSON.parse(canonicalJson(content))).toEqual(JSON.parse(JSON.stringify(content)));
      }),
    );
  });

  it('the order of resources counts: it is that of plans and reports', () => {
    const [api, db] = [{ dependsOn: ['db'], kind: 'ecs-service' }, { kind: 'rds-instance' }];

    expect(contentHash({ resources: { api, db } })).not.toBe(contentHash({ resources: { db, api } }));
    expect(contentHash({ resources: { api: shuffled(api), db } })).toBe(contentHash({ resources: { api, db } }));
    expect(canonicalJson({ z: 1, resources: { b: { y: 1, x: 2 }, a: {} } })).toBe(
      '{"resources":{"b":{"x":2,"y":1},"a":{}},"z":1}',
    );
  });

  it('the hash is that of every release: another one would make all stored versions unreadable', () => {
    expect(contentHash({ environment: 'staging', schedule: { stop: { at: '20:00' } } })).toBe(
      '91b3d7d5955850d6bc449739ec04944931965878980e684c9bdd094c233ab4b3',
    );
  });
});
