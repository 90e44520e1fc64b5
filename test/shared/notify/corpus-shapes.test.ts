// Whether the events of the corpus are whole: each has every field that EventBridge's own schema of it requires.
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it, test } from 'vitest';
import * as z from 'zod';

const read = (file: string): unknown => JSON.parse(readFileSync(`test/fixtures/${file}.json`, 'utf8'));

const schemas = z.object({ required: z.record(z.string(), z.array(z.string())) }).parse(read('event-fields')).required;

/** Required by the schema, and no longer sent as the page of the service has it now, or of one call alone. */
const notSent: readonly RegExp[] = [
  /^aws\.batch: Batch Job State Change\/(?:.*\/)?(?:memory|vcpus)$/,
  /^aws\.ec2: EBS Snapshot Notification\/(?:StartTime|EndTime)$/,
  /via CloudTrail\/(?:requestParameters|responseElements|additionalEventData|resources|.*webIdFederationData)/,
  // Each check has details of its own.
  /^aws\.trustedadvisor: .*\/check-item-detail\//,
];

const event = z.object({ source: z.string(), 'detail-type': z.string(), detail: z.unknown() });
const corpus = z.object({ messages: z.record(z.string(), z.object({ body: z.unknown() })) });

const events = readdirSync('test/fixtures/corpus')
  .filter((file) => file.endsWith('.json') && file !== 'expected-severities.json')
  .flatMap((file) =>
    Object.entries(corpus.parse(read(`corpus/${file.replace('.json', '')}`)).messages).flatMap(([name, { body }]) => {
      const found = event.safeParse(body).data;
      return found ? [{ name: `${file.replace('.json', '')}/${name}`, ...found }] : [];
    }),
  );

/** `phases[]/phase-type`: of a list its first item, of an empty one nothing. */
const has = (value: unknown, [key, ...rest]: readonly string[]): boolean => {
  if (key === undefined) return true;
  const name = key.replace('[]', '');
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return false;
  const held: unknown = Object.entries(value).find(([found]) => found === name)?.[1];
  // A part that is null has no parts.
  if (held === null) return true;
  if (!Array.isArray(held)) return has(held, rest);
  return held.length === 0 || has(held[0], rest);
};

const missingIn = ({ source, 'detail-type': type, detail }: (typeof events)[number]): string[] => {
  const id = `${source}: ${type}`;
  return (schemas[id] ?? []).filter(
    (path) => !notSent.some((form) => form.test(`${id}/${path}`)) && !has(detail, path.split('/')),
  );
};

describe('the events of the corpus', () => {
  const withSchema = events.filter((one) => `${one.source}: ${one['detail-type']}` in schemas);

  test.each(withSchema.map((one) => [one.name, one] as const))('%s has every field of its schema', (_name, one) => {
    expect(missingIn(one)).toEqual([]);
  });

  it('most of them have a schema, and an event without one of its fields is noticed', () => {
    expect(withSchema.length).toBeGreaterThan(200);
    expect(
      missingIn({ name: 'x', source: 'aws.glue', 'detail-type': 'Glue Job State Change', detail: { jobName: 'x' } }),
    ).toEqual(['jobRunId', 'message', 'severity', 'state']);
  });
});
