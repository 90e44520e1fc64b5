// Removes the running parts of a pipeline: first the plan with its hash, then that plan and no other.
import { InputError } from '#core/errors.ts';
import { sinkNames } from '#pipeline/clickhouse/names.ts';
import { loadPipeline } from '#pipeline/file/load.ts';
import { connectorName } from '#pipeline/file/part-names.ts';
import type { Pipeline } from '#pipeline/file/pipeline-file.ts';
import { teardownHash } from '#pipeline/teardown/hash.ts';
import { type Found, keptOf, planTeardown, type Step, type Wish } from '#pipeline/teardown/plan.ts';
import { print, printJson, styled } from '../terminal/output.ts';
import type { PartsOptions } from './options.ts';
import { openParts, type Parts, topicSeen, topicsOf } from './parts.ts';

export type TeardownOptions = PartsOptions & {
  readonly planHash?: string;
  readonly dropTable?: boolean;
  readonly deleteTopics?: boolean;
};

type Sink = NonNullable<Pipeline['sink']>['clickhouse'];

const namesOf = ({ database, table }: Sink) => sinkNames(database, table);

const tablesIn = async ({ house, houseFailure }: Parts, sink: Sink): Promise<Found['tables']> => {
  if (!house)
    throw new InputError(`the plan needs ClickHouse: ${houseFailure ?? 'add --clickhouse URL, or `host` to the file'}`);
  const rows = await house.query(`SELECT name, total_rows FROM system.tables WHERE database = '${sink.database}'`);
  const ours = new Set(Object.values(namesOf(sink)));
  return new Map(
    rows
      .map(({ name, total_rows: count }) => [`${sink.database}.${name}`, count ? Number(count) : undefined] as const)
      .filter(([name]) => ours.has(name)),
  );
};

const lookAround = async (parts: Parts, pipeline: Pipeline, connector: string): Promise<Found> => {
  const { connectors, kafka } = parts;
  if (!connectors) throw new InputError('the plan needs the connector: add --connect URL, or --region for MSK Connect');
  if (!kafka) throw new InputError('the plan needs Kafka: add --bootstrap HOST:PORT');
  const [found, tables, topics] = await Promise.all([
    connectors.find(connector),
    pipeline.sink ? tablesIn(parts, pipeline.sink.clickhouse) : new Map(),
    topicsOf(kafka, Object.values(pipeline.topics ?? {})),
  ]);
  const withEnds = topics.map(async (topic) => ({
    ...{ name: topic.name, id: topic.id },
    end: (await topicSeen(kafka, topic)).end,
  }));
  return { connector: found && connector, tables, topics: await Promise.all(withEnds) };
};

const stepText = (step: Step): string => {
  switch (step.do) {
    case 'delete-connector':
      return `delete the connector ${step.connector}`;
    case 'drop-view':
      return `drop the view ${step.name}`;
    case 'drop-table':
      return `drop the table ${step.name}${step.rows === undefined ? '' : ` with ${step.rows} rows`}`;
    case 'delete-topic':
      return `delete the topic ${step.topic} with all its records, ${step.end} so far`;
  }
};

const carryOut = async (step: Step, { connectors, kafka, house }: Parts): Promise<void> => {
  switch (step.do) {
    case 'delete-connector':
      await connectors?.remove(step.connector);
      return;
    case 'drop-view':
      await house?.command(`DROP VIEW IF EXISTS ${step.name} SYNC`);
      return;
    case 'drop-table':
      await house?.command(`DROP TABLE IF EXISTS ${step.name} SYNC`);
      return;
    case 'delete-topic': {
      const answer = await kafka?.deleteTopic(step.id);
      if (answer?.kind === 'refused') throw new Error(`${answer.code}: ${answer.message}`);
    }
  }
};

type Outcome = { readonly step: Step; readonly outcome: 'done' | 'failed' | 'not begun'; readonly reason?: string };

/** In order, and no further than the first that fails: what reads must not go while what writes is still there. */
const carryOutAll = async (steps: readonly Step[], parts: Parts): Promise<readonly Outcome[]> => {
  const outcomes: Outcome[] = [];
  for (const step of steps) {
    if (outcomes.some(({ outcome }) => outcome === 'failed')) outcomes.push({ step, outcome: 'not begun' });
    else
      outcomes.push(
        await carryOut(step, parts).then(
          (): Outcome => ({ step, outcome: 'done' }),
          (error: unknown): Outcome => ({
            step,
            outcome: 'failed',
            reason: error instanceof Error ? error.message : String(error),
          }),
        ),
      );
  }
  return outcomes;
};

const tellPlan = (steps: readonly Step[], kept: readonly string[], hash: string): void => {
  for (const [index, step] of steps.entries()) print(`${index + 1}. ${stepText(step)}`);
  if (steps.length === 0) print('Nothing of the pipeline is left to remove.');
  if (kept.length > 0) print(`Kept: ${kept.join(', ')}`);
  if (steps.length > 0) print(`\nPlan ${hash}. To carry it out, add --plan-hash ${hash}`);
};

const outcomeMarks = { done: ['green', '✓'], failed: ['red', '✗'], 'not begun': ['yellow', '-'] } as const;

const tellOutcomes = (outcomes: readonly Outcome[]): void => {
  for (const { step, outcome, reason } of outcomes) {
    const [colour, mark] = outcomeMarks[outcome];
    print(
      `${styled(colour, mark)} ${stepText(step)}${outcome === 'done' ? '' : `: ${outcome}`}${reason ? `, ${reason}` : ''}`,
    );
  }
};

/** Where connector and tables are looked for: a plan for one place is none for another. */
const placesOf = ({ sink, region: ofFile }: Pipeline, { connect, region, clickhouse }: TeardownOptions) => [
  connect ?? region ?? ofFile ?? '',
  clickhouse ?? sink?.clickhouse.host ?? '',
];

/** Whether all went well. Throws `InputError` for another plan than the one that was agreed to. */
export const teardownParts = async (file: string, options: TeardownOptions): Promise<boolean> => {
  const pipeline = loadPipeline(file);
  const connector =
    options.connector ??
    (pipeline.pipeline && connectorName(pipeline.pipeline, pipeline.source?.mongodb.plugin?.revision));
  if (!pipeline.topics || connector === undefined) throw new InputError(`${file} needs \`pipeline\` and \`topics\``);
  const wish: Wish = { table: options.dropTable ?? false, topics: options.deleteTopics ?? false };
  const parts = await openParts(pipeline, options);
  try {
    const found = await lookAround(parts, pipeline, connector);
    const cluster = (await parts.kafka?.cluster())?.id ?? '';
    const names = pipeline.sink ? namesOf(pipeline.sink.clickhouse) : sinkNames('', '');
    const steps = planTeardown(found, names, wish);
    const kept = keptOf(found, names, wish);
    const hash = teardownHash([cluster, ...placesOf(pipeline, options)], steps);
    if (options.planHash === undefined) {
      if (options.json) printJson({ pipeline: file, hash, steps, kept });
      else tellPlan(steps, kept, hash);
      return true;
    }
    if (options.planHash !== hash)
      throw new InputError(
        `what there is now gives the plan ${hash}, not ${options.planHash}: read it again; nothing was touched`,
      );
    const outcomes = await carryOutAll(steps, parts);
    if (options.json) printJson({ pipeline: file, hash, outcomes, kept });
    else tellOutcomes(outcomes);
    return outcomes.every(({ outcome }) => outcome === 'done');
  } finally {
    await parts.close();
  }
};
