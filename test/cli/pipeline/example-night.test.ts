// The environment around the pipeline of the examples, rehearsed.
import { expect, it } from 'vitest';
import { loadDefinition } from '#definition/load.ts';
import { loadPipeline } from '#pipeline/file/load.ts';
import { connectorName, normaliserGroup } from '#pipeline/file/part-names.ts';
import { curfewHere } from '../in-process.ts';

const file = 'examples/cdc/cdc.yaml';

it('the connector of the example is the one of its pipeline', () => {
  const source = loadDefinition(file).resources.find(({ kind }) => kind === 'msk-connector');
  expect(source).toMatchObject({
    connector: connectorName(loadPipeline('examples/cdc/pipelines/files.yaml').pipeline ?? ''),
  });
});

it('the gates of the example watch the groups and the topics of its pipeline', () => {
  const pipeline = loadPipeline('examples/cdc/pipelines/files.yaml');
  const { topics, sink } = pipeline;
  const gates = loadDefinition(file).resources.flatMap((one) => (one.kind === 'metric' ? [one.dimensions] : []));

  expect(gates).toEqual([
    expect.objectContaining({ 'Consumer Group': sink?.clickhouse.consumerGroup, Topic: topics?.events }),
    expect.objectContaining({ 'Consumer Group': normaliserGroup(pipeline), Topic: topics?.source }),
  ]);
});

it('the connector stops before what it feeds and what it reads, and starts after them', async () => {
  const { code, stdout } = await curfewHere(['rehearse', file]);
  expect(code).toBe(0);
  const changes = [...stdout.matchAll(/(mongodb-source|clickhouse|mongodb): \S+ → (\S+)/g)].map(
    ([, name, to]) => `${name} ${to}`,
  );
  const settled = changes.filter((one) => /PAUSED|stopped|RUNNING|running|IDLE/.test(one));
  expect(settled[0]).toBe('mongodb-source PAUSED');
  expect(settled.slice(1, 3).toSorted()).toEqual(['clickhouse stopped', 'mongodb PAUSED']);
  expect(settled.slice(3, 5).toSorted()).toEqual(['clickhouse running', 'mongodb IDLE']);
  expect(settled[5]).toBe('mongodb-source RUNNING');
  expect(settled).toHaveLength(6);
}, 60_000);
