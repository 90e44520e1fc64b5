// The guide's checklist against the running parts of a pipeline.
import { InputError } from '#core/errors.ts';
import { pause } from '#core/runtime/pause.ts';
import { type Finding, judgeParts, type Observed, type RowsSeen } from '#pipeline/check/judge.ts';
import { percentileSql, recentRowsSql } from '#pipeline/clickhouse/checks.ts';
import { loadPipeline } from '#pipeline/file/load.ts';
import { connectorName, normaliserGroup } from '#pipeline/file/part-names.ts';
import type { Pipeline } from '#pipeline/file/pipeline-file.ts';
import { print, printJson, styled } from '../terminal/output.ts';
import type { PartsOptions } from './options.ts';
import { lookAtKafka, openParts, type Parts } from './parts.ts';

export type CheckOptions = PartsOptions & { readonly seconds?: number; readonly percentile?: string };

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** A part that does not answer spoils no other: what it says is what was not checked. */
const attempt = async <T>(look: () => Promise<T>) =>
  look().then(
    (seen) => ({ seen }),
    (error: unknown) => ({ notSeen: messageOf(error) }),
  );

const rowsOf = async ({ house, houseFailure }: Parts, { sink }: Pipeline, attribute?: string): Promise<RowsSeen> => {
  if (!house || !sink)
    throw new InputError(houseFailure ?? 'add --clickhouse URL, or `sink.clickhouse.host` to the file');
  const { database, table } = sink.clickhouse;
  const first = async (sql: string) => (await house.query(sql))[0] ?? {};
  const { rows } = await first(recentRowsSql(database, table));
  const value = attribute === undefined ? undefined : await first(percentileSql(database, table, attribute));
  const percentile =
    attribute === undefined || value === undefined
      ? undefined
      : { attribute, p95: value.p95 === null ? null : Number(value.p95), n: Number(value.n) };
  return { recent: Number(rows), percentile };
};

type Names = NonNullable<Pipeline['topics']>;

const groupsOf = (pipeline: Pipeline, topics: Names): ReadonlyMap<string, string> =>
  new Map([
    [normaliserGroup(pipeline), topics.source],
    ...(pipeline.sink ? [[pipeline.sink.clickhouse.consumerGroup, topics.events] as const] : []),
  ]);

const lookTwice = async ({ kafka }: Parts, pipeline: Pipeline, topics: Names, seconds: number) => {
  if (!kafka) throw new InputError('add --bootstrap HOST:PORT');
  const look = () => lookAtKafka(kafka, Object.values(topics), groupsOf(pipeline, topics));
  const before = await look();
  await pause(seconds * 1_000);
  return { before, after: await look(), seconds };
};

const marks = {
  ok: ['green', '✓'],
  failed: ['red', '✗'],
  quiet: ['yellow', '?'],
  'not checked': ['yellow', '-'],
} as const;

const findingLine = ({ about, verdict, what, remedy }: Finding): string => {
  const [colour, mark] = marks[verdict];
  const said = verdict === 'not checked' ? `not checked: ${what}` : what;
  return `${styled(colour, mark)} ${about}: ${said}${remedy === undefined ? '' : `; ${remedy}`}`;
};

/** Whether nothing failed. Throws `InputError` for a file that names no pipeline or no topics. */
export const checkParts = async (file: string, options: CheckOptions): Promise<boolean> => {
  const pipeline = loadPipeline(file);
  const { topics } = pipeline;
  const name =
    options.connector ??
    (pipeline.pipeline && connectorName(pipeline.pipeline, pipeline.source?.mongodb.plugin?.revision));
  if (!topics || name === undefined) throw new InputError(`${file} needs \`pipeline\` and \`topics\` to be checked`);
  const parts = await openParts(pipeline, options);
  try {
    const { connectors } = parts;
    const [connector, kafka, rows] = await Promise.all([
      attempt(async () => {
        if (!connectors) throw new InputError('add --connect URL, or --region for MSK Connect');
        return connectors.find(name);
      }),
      attempt(() => lookTwice(parts, pipeline, topics, options.seconds ?? 10)),
      attempt(() => rowsOf(parts, pipeline, options.percentile)),
    ]);
    const observed: Observed = { connector, kafka, rows };
    const groups = [...groupsOf(pipeline, topics).keys()];
    const findings = judgeParts(observed, { connector: name, topics, groups });
    const passed = findings.every(({ verdict }) => verdict !== 'failed');
    if (options.json) printJson({ pipeline: file, passed, findings });
    else for (const finding of findings) print(findingLine(finding));
    return passed;
  } finally {
    await parts.close();
  }
};
