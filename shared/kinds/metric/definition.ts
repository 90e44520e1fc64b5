// A gate on the way down: a metric of CloudWatch, such as the lag of a consumer group, that has to fall to 0.
import * as z from 'zod';
import { awsName, whole } from '../fields.ts';
import { type DrainObservation, ifNotDrained } from '../gates/drain-fields.ts';
import { kindDefinition } from '../kind-definition.ts';

type MetricTypes = { readonly observation: DrainObservation<'metric'> };

const text = (max: number, thing: string, example: string) =>
  awsName(new RegExp(`^(?=.{1,${max}}$)[\\x20-\\x7e]*\\S[\\x20-\\x7e]*$`), thing, example);

const dimensions = z
  .record(z.string().min(1).max(255), z.string().min(1).max(1_024))
  .refine((all) => Object.keys(all).length <= 30, 'has more than 30 dimensions')
  .default({})
  .meta({
    description: 'All the dimensions of the metric, by name. CloudWatch finds nothing with one too few.',
    examples: [{ 'Cluster Name': 'poc-atlas-dev-msk', 'Consumer Group': 'files-sink', Topic: 'files' }],
  });

export const metric = kindDefinition<MetricTypes>()({
  help: 'A metric of CloudWatch that has to fall before what this depends on is stopped, such as the lag of a consumer group: a gate on a stop. Without data it is not 0: the stop waits. A start does not wait for it.',
  fields: {
    namespace: text(255, 'namespace of the metric', 'AWS/Kafka'),
    metric: text(255, 'name of the metric', 'SumOffsetLag'),
    dimensions,
    atMost: whole({ min: 0, max: 1_000_000_000, example: 0, help: 'The value that counts as empty, or less.' }).default(
      0,
    ),
    ifNotDrained,
  },
  // With dimensions, so that two topics are two metrics.
  identity: ['namespace', 'metric', 'dimensions'],
  deadlineMinutes: { start: 5, stop: 30 },
  changesMax: 0,
  gate: 'always',
  notPriced: 'a request for a metric costs less than a cent',
  init: { order: 'service', role: 'store', word: 'lag', heading: 'Metrics that have to be 0.' },
});
