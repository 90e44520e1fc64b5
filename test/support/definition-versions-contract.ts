// What every store of definition versions does, on the simulated DynamoDB and over HTTP.
import { expect, it } from 'vitest';
import type { DefinitionVersions, NewVersion, Put } from '#definition/versions/version.ts';

export const versionOf = (content: unknown, more: Partial<NewVersion> = {}): NewVersion => ({
  content,
  yaml: `# a comment\n${JSON.stringify(content)}\n`,
  by: 'arn:aws:sts::111122223333:assumed-role/dev/anna',
  byIsVerified: true,
  at: '2026-11-20T17:02:00.000Z',
  access: 'a1',
  ...more,
});

const stop = (at: string) => ({ environment: 'staging', schedule: { stop: { at } } });

/** Stored, or the test fails. */
export const stored = (put: Put): { version: number; hash: string } => {
  if (put.kind !== 'stored') throw new Error(`not stored: ${JSON.stringify(put)}`);
  return { version: put.version, hash: put.hash };
};

/** Stores so many versions, one after the other; the last of them. */
const storeMany = async (versions: DefinitionVersions, count: number): Promise<number> => {
  let basedOn: number | undefined;
  for (let index = 0; index < count; index++)
    basedOn = stored(await versions.put('staging', versionOf({ index }), basedOn)).version;
  return basedOn ?? 0;
};

export const testDefinitionVersions = (name: string, make: () => DefinitionVersions | Promise<DefinitionVersions>) => {
  it(`${name}: a table without any definition has no current version, and no list`, async () => {
    const versions = await make();

    expect(await versions.current('staging')).toBeUndefined();
    expect(await versions.list('staging', 10)).toEqual([]);
    expect(await versions.granted('staging')).toBeUndefined();
    expect(await versions.observed('staging')).toEqual([]);
  });

  it(`${name}: what was put is current, and is read as it was written`, async () => {
    const versions = await make();
    const given = versionOf(stop('20:00'), { why: 'winter hours' });

    const pin = stored(await versions.put('staging', given, undefined));

    expect(pin.version).toBe(1);
    expect(await versions.current('staging')).toEqual({ ...pin, at: given.at });
    expect(await versions.read('staging', pin)).toEqual({ ...given, ...pin, environment: 'staging', schema: 1 });
    expect(await versions.current('other')).toBeUndefined();
  });

  it(`${name}: an older version stays readable, by its number and hash`, async () => {
    const versions = await make();
    const first = stored(await versions.put('staging', versionOf(stop('20:00')), undefined));
    const second = stored(await versions.put('staging', versionOf(stop('19:00')), 1));

    expect((await versions.read('staging', first)).content).toEqual(stop('20:00'));
    expect(await versions.read('staging', second)).toMatchObject({ content: stop('19:00'), version: 2, basedOn: 1 });
  });

  it(`${name}: the same content again is a version of its own, with the same hash`, async () => {
    const versions = await make();
    const first = stored(await versions.put('staging', versionOf(stop('20:00')), undefined));
    const again = stored(await versions.put('staging', versionOf(stop('20:00'), { by: 'ben' }), 1));

    expect(again).toEqual({ version: 2, hash: first.hash });
    expect((await versions.read('staging', again)).by).toBe('ben');
  });

  it(`${name}: of two appliers at once one wins, and the other is told by whom and when`, async () => {
    const versions = await make();
    await versions.put('staging', versionOf(stop('20:00')), undefined);
    const at = '2026-11-20T17:03:00.000Z';

    const puts = await Promise.all([
      versions.put('staging', versionOf(stop('19:00'), { by: 'anna', at }), 1),
      versions.put('staging', versionOf(stop('21:00'), { by: 'ben', at }), 1),
    ]);

    const { version } = stored(puts.find(({ kind }) => kind === 'stored') as Put);
    const lost = puts.find(({ kind }) => kind === 'conflict');
    const winner = puts[0]?.kind === 'stored' ? 'anna' : 'ben';
    expect(version).toBe(2);
    expect(lost).toMatchObject({ current: { version: 2, by: winner, at } });
    expect((await versions.list('staging', 10)).map((one) => one.by)).toEqual([winner, versionOf({}).by]);
  });

  it(`${name}: what is based on an older version, or on none, is refused`, async () => {
    const versions = await make();
    await storeMany(versions, 2);

    for (const basedOn of [undefined, 1, 7])
      expect(await versions.put('staging', versionOf({ late: basedOn }), basedOn)).toMatchObject({
        kind: 'conflict',
        current: { version: 2 },
      });
    expect((await versions.current('staging'))?.version).toBe(2);
    expect(await versions.list('staging', 10)).toHaveLength(2);
  });

  it(`${name}: whoever repeats a put whose answer was lost gets the answer, not a conflict`, async () => {
    const versions = await make();
    const first = await versions.put('staging', versionOf(stop('20:00')), undefined);

    expect(await versions.put('staging', versionOf(stop('20:00')), undefined)).toEqual(first);
    expect(await versions.list('staging', 10)).toHaveLength(1);
  });

  it(`${name}: the list begins with the newest, without the texts, and is as long as asked for`, async () => {
    const versions = await make();
    await storeMany(versions, 12);

    const list = await versions.list('staging', 11);

    expect(list.map(({ version }) => version)).toEqual([12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2]);
    expect(Object.keys(list[0] ?? {}).toSorted()).toEqual(
      ['access', 'at', 'basedOn', 'by', 'byIsVerified', 'hash', 'schema', 'version'].toSorted(),
    );
    expect(await versions.summary('staging', 3)).toEqual(await versions.list('staging', 10).then((all) => all[9]));
    expect(await versions.list('staging', 0)).toEqual([]);
  });

  it(`${name}: a version that is not there, or has another hash, is refused in a sentence and never retried`, async () => {
    const versions = await make();
    const pin = stored(await versions.put('staging', versionOf(stop('20:00')), undefined));

    await expect(versions.read('staging', { ...pin, version: 9 })).rejects.toThrow(
      /^definition v9 of staging is not in the table\. Apply the file again: curfew apply FILE$/,
    );
    await expect(versions.read('staging', { ...pin, hash: 'other' })).rejects.toMatchObject({
      message: expect.stringMatching(/^definition v1 of staging is not what was applied: its hash differs/),
      retryable: false,
    });
  });

  it(`${name}: what was granted, and what each function used last, is kept by itself`, async () => {
    const versions = await make();
    const granted = { hash: 'a1', template: '1.2.0', at: '2026-11-20T17:02:00Z', access: { services: ['a'] } };
    const used = (name: string, version: number) => ({
      function: name,
      version,
      hash: 'h',
      at: '2026-11-20T20:00:00Z',
    });

    await versions.putGranted('staging', granted);
    await versions.noteObserved('staging', used('stop', 1));
    await versions.noteObserved('staging', used('reconcile', 1));
    await versions.noteObserved('staging', used('stop', 2));

    expect(await versions.granted('staging')).toEqual(granted);
    expect(await versions.observed('staging')).toEqual([used('reconcile', 1), used('stop', 2)]);
    expect(await versions.current('staging')).toBeUndefined();
  });
};
