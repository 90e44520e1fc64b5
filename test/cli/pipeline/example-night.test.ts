// The environment around the pipeline of the examples, rehearsed.
import { expect, it } from 'vitest';
import { loadDefinition } from '#definition/load.ts';
import { loadPipeline } from '#pipeline/file/load.ts';
import { connectorName } from '#pipeline/file/part-names.ts';
import { curfewHere } from '../in-process.ts';

const file = 'examples/cdc/cdc.yaml';

it('the connector of the example is the one of its pipeline', () => {
  const source = loadDefinition(file).resources.find(({ kind }) => kind === 'msk-connector');
  expect(source).toMatchObject({ connector: connectorName(loadPipeline('examples/cdc/pipelines/files.yaml').pipeline ?? '') });
});

it('the connector stops before what it feeds, and starts after it', async () => {
  const { code, stdout } = await curfewHere(['rehearse', file]);
  expect(code).toBe(0);
  const changes = [...stdout.matchAll(/(mongodb-source|clickhouse): \S+ → (\S+)/g)].map(
    ([, name, to]) => `${name} ${to}`,
  );
  expect(changes.filter((one) => /PAUSED|stopped|RUNNING|running/.test(one))).toEqual([
    'mongodb-source PAUSED',
    'clickhouse stopped',
    'clickhouse running',
    'mongodb-source RUNNING',
  ]);
}, 60_000);
