// The guide's checklist against what was seen of the running parts. Pure: two looks at Kafka, one at everything else.
import { pluralise } from '#core/pluralise.ts';

export type ConnectorSeen = {
  readonly state: string;
  /** Why it is in that state, where somebody says so. */
  readonly why?: string;
  /** Undefined where nobody says it of each task. */
  readonly tasks: readonly { readonly id: string; readonly state: string }[] | undefined;
};

/** Records that a topic holds, and where its ends are, over all partitions. */
export type TopicSeen = { readonly held: bigint; readonly end: bigint };

/** Undefined as a group: it has never committed anything. */
export type GroupSeen = { readonly lag: bigint; readonly committed: bigint } | undefined;

export type KafkaSeen = {
  /** By name; a topic that does not exist is missing. */
  readonly topics: ReadonlyMap<string, TopicSeen>;
  readonly groups: ReadonlyMap<string, GroupSeen>;
};

export type RowsSeen = {
  readonly recent: number;
  readonly percentile: { readonly attribute: string; readonly p95: number | null; readonly n: number } | undefined;
};

/** What could not be looked at says why. */
type Seen<T> = { readonly seen: T } | { readonly notSeen: string };

export type Observed = {
  readonly connector: Seen<ConnectorSeen | undefined>;
  readonly kafka: Seen<{ readonly before: KafkaSeen; readonly after: KafkaSeen; readonly seconds: number }>;
  readonly rows: Seen<RowsSeen>;
};

type Expected = {
  readonly connector: string;
  readonly topics: { readonly source: string; readonly events: string; readonly deadLetters: string };
  readonly groups: readonly string[];
};

/** `quiet`: nothing is wrong with the part, and nothing shows that it works either. */
export type Finding = {
  readonly about: string;
  readonly verdict: 'ok' | 'failed' | 'quiet' | 'not checked';
  readonly what: string;
  readonly remedy?: string;
};

const notChecked = (about: string, what: string): Finding => ({ about, verdict: 'not checked', what });

/** What to do about a connector that is not running. Others pass by themselves. */
const remedies: Readonly<Record<string, string>> = {
  PAUSED: 'resume it; in the night Curfew pauses it',
  FAILED: 'read its log, then restart it; in MSK Connect it must be created again',
};

const ofState = (about: string, { state, why }: ConnectorSeen): Finding => {
  if (state === 'RUNNING') return { about, verdict: 'ok', what: 'RUNNING' };
  const what = `is ${state}${why === undefined ? '' : `: ${why}`}`;
  return { about, verdict: 'failed', what, remedy: remedies[state] ?? 'wait until it is RUNNING, or read its log' };
};

const ofConnector = ({ connector }: Observed, name: string): readonly Finding[] => {
  const about = `connector ${name}`;
  if ('notSeen' in connector) return [notChecked(about, connector.notSeen)];
  const { seen } = connector;
  if (!seen)
    return [{ about, verdict: 'failed', what: 'does not exist', remedy: 'create it, or give --connector NAME' }];
  const running = ofState(about, seen);
  if (!seen.tasks) return [running, notChecked(`${about}, tasks`, 'nobody says their state')];
  // A connector whose tasks have all failed is still RUNNING.
  const broken = seen.tasks.filter(({ state }) => state !== 'RUNNING');
  const listed = broken.map(({ id, state }) => `${id} is ${state}`).join(', ');
  const tasks: Finding =
    seen.tasks.length === 0
      ? { about: `${about}, tasks`, verdict: 'failed', what: 'has no task', remedy: 'read the log of the worker' }
      : broken.length > 0
        ? { about: `${about}, tasks`, verdict: 'failed', what: listed, remedy: 'read its trace, then restart the task' }
        : { about: `${about}, tasks`, verdict: 'ok', what: `${pluralise(seen.tasks.length, 'task')} RUNNING` };
  return [running, tasks];
};

const ofTopic = (name: string, before?: TopicSeen, after?: TopicSeen, seconds = 0): Finding => {
  const about = `topic ${name}`;
  if (!after)
    return { about, verdict: 'failed', what: 'does not exist', remedy: 'create it; Curfew creates none here' };
  const more = after.end - (before?.end ?? 0n);
  if (more > 0n) return { about, verdict: 'ok', what: `${more} more in ${seconds} s` };
  const what = after.end === 0n ? 'has never had a record' : `no new record in ${seconds} s`;
  return { about, verdict: 'quiet', what, remedy: 'change a document and check again, with a longer --seconds' };
};

const ofDeadLetters = (name: string, before?: TopicSeen, after?: TopicSeen): Finding => {
  const about = `dead letters ${name}`;
  if (!after)
    return { about, verdict: 'failed', what: 'does not exist', remedy: 'create it: bad records have no place' };
  const more = after.end - (before?.end ?? 0n);
  const remedy = 'read their header `reason`; after a repair: curfew pipeline replay';
  if (more > 0n) return { about, verdict: 'failed', what: `${more} more while you watched`, remedy };
  return after.held > 0n
    ? { about, verdict: 'quiet', what: `holds up to ${after.held}`, remedy }
    : { about, verdict: 'ok', what: 'none' };
};

const ofGroup = (name: string, before: GroupSeen, after: GroupSeen): Finding => {
  const about = `group ${name}`;
  if (!after) {
    const remedy = 'is its function deployed, and its event source enabled?';
    return { about, verdict: 'failed', what: 'has never committed an offset', remedy };
  }
  if (after.lag === 0n) return { about, verdict: 'ok', what: 'lag 0' };
  const committed = after.committed - (before?.committed ?? after.committed);
  const behind = `lag ${after.lag}`;
  if (committed > 0n) return { about, verdict: 'ok', what: `${behind}, ${committed} done while you watched` };
  const remedy = "read the function's log: a batch that fails is delivered again and again";
  return { about, verdict: 'failed', what: `${behind}, and nothing was done`, remedy };
};

const ofKafka = ({ kafka }: Observed, { topics, groups }: Expected): readonly Finding[] => {
  if ('notSeen' in kafka) return [notChecked('Kafka', kafka.notSeen)];
  const { before, after, seconds } = kafka.seen;
  const both = (name: string) => [before.topics.get(name), after.topics.get(name)] as const;
  return [
    ...[topics.source, topics.events].map((name) => ofTopic(name, ...both(name), seconds)),
    ...groups.map((name) => ofGroup(name, before.groups.get(name), after.groups.get(name))),
    ofDeadLetters(topics.deadLetters, ...both(topics.deadLetters)),
  ];
};

const ofRows = ({ rows }: Observed): readonly Finding[] => {
  if ('notSeen' in rows) return [notChecked('ClickHouse', rows.notSeen)];
  const { recent, percentile } = rows.seen;
  const about = 'rows of the last five minutes';
  const counted: Finding =
    recent > 0
      ? { about, verdict: 'ok', what: String(recent) }
      : { about, verdict: 'quiet', what: '0', remedy: 'change a document and check again' };
  if (!percentile) return [counted];
  const { attribute, p95, n } = percentile;
  const value: Finding =
    n > 0
      ? { about: `p95 of ${attribute}, 15 minutes`, verdict: 'ok', what: `${p95} of ${pluralise(n, 'value')}` }
      : { about: `p95 of ${attribute}, 15 minutes`, verdict: 'quiet', what: 'no value', remedy: 'is it in `attrs`?' };
  return [counted, value];
};

export const judgeParts = (observed: Observed, expected: Expected): readonly Finding[] => [
  ...ofConnector(observed, expected.connector),
  ...ofKafka(observed, expected),
  ...ofRows(observed),
];
