// What the parts of a pipeline file have to do with each other.
import type { Path, Problem } from '#definition/problem.ts';
import { changeRelations } from './change-relations.ts';
import { nameOf } from './compile.ts';
import type { WrittenMapping } from './mappings.ts';
import type { Pipeline } from './pipeline-file.ts';
import { storeNames } from './store-names.ts';

const at = (path: Path, what: string, remedy: string): Problem => ({ path, at: 'value', what, remedy });

const covers = (wider: WrittenMapping['match'], narrower: WrittenMapping['match']): boolean =>
  (['ns.db', 'ns.coll'] as const).every((key) => wider[key] === undefined || wider[key] === narrower[key]);

const neverReached = ({ mappings }: Pipeline): Problem[] =>
  mappings.flatMap(({ match }, index) => {
    const first = mappings.findIndex((earlier) => covers(earlier.match, match));
    if (first >= index) return [];
    const what = `is never used: mapping ${first + 1} above it fits the same changes`;
    return [at(['mappings', index, 'match'], what, 'put the narrower mapping first, or remove this one')];
  });

const namesTwice = ({ mappings }: Pipeline): Problem[] =>
  mappings.flatMap((mapping, index) =>
    (['tags', 'attrs'] as const).flatMap((key) => {
      const fields = mapping[key];
      if (!Array.isArray(fields)) return [];
      const names = fields.map(nameOf);
      const twice = names.findIndex((name, place) => names.indexOf(name) < place);
      if (twice < 0) return [];
      const what = `\`${fields[twice]}\` would be called \`${names[twice]}\` like the field above it`;
      return [at(['mappings', index, key, twice], what, 'write `name: path` pairs')];
    }),
  );

const topicsTwice = ({ topics }: Pipeline): Problem[] => {
  if (!topics) return [];
  const names = [topics.source, topics.events, topics.deadLetters];
  return (['events', 'deadLetters'] as const).flatMap((key) => {
    const earlier = names.slice(0, key === 'events' ? 1 : 2);
    if (!earlier.includes(topics[key])) return [];
    const what = `\`${topics[key]}\` is also another topic of the pipeline, which would read its own records`;
    return [at(['topics', key], what, 'give each topic a name of its own')];
  });
};

/** The connector puts its prefix before `<database>.<collection>`, before any name of a topic. */
const wrongSourceTopic = ({ topics, source }: Pipeline): Problem[] => {
  if (!topics || !source) return [];
  const { topicPrefix, database, collection } = source.mongodb;
  const written = `${topicPrefix}.${database}${collection === undefined ? '' : `.${collection}`}`;
  const isRight = collection === undefined ? topics.source.startsWith(`${written}.`) : topics.source === written;
  if (isRight) return [];
  if (topicPrefix.endsWith(`.${database}.${collection}`) || topicPrefix === topics.source) {
    const remedy = `write \`topicPrefix: ${topicPrefix.replace(`.${database}.${collection}`, '')}\``;
    const what = `\`${topicPrefix}\` is put before \`${database}.${collection}\`: the records would go to \`${written}\``;
    return [at(['source', 'mongodb', 'topicPrefix'], what, remedy)];
  }
  return [at(['topics', 'source'], `nobody writes to \`${topics.source}\``, `the connector writes to \`${written}\``)];
};

const functionWithoutHost = ({ sink }: Pipeline): Problem[] => {
  if (sink?.clickhouse.ingestion !== 'function') return [];
  return (['host', 'credentialsSecret'] as const).flatMap((key) =>
    sink.clickhouse[key] === undefined
      ? [
          {
            path: ['sink', 'clickhouse', key],
            at: 'key' as const,
            what: 'is missing',
            remedy:
              key === 'host' ? 'add the host that the function inserts into' : 'add the secret with user and password',
          },
        ]
      : [],
  );
};

const pollersUpsideDown = ({ normaliser }: Pipeline): Problem[] => {
  const pollers = normaliser?.pollers;
  if (!pollers || pollers.min <= pollers.max) return [];
  return [
    at(['normaliser', 'pollers', 'max'], `is less than \`min\` (${pollers.min})`, `write at least ${pollers.min}`),
  ];
};

/** A pipeline of events from outside or of changes needs none; every other does. */
const withoutMappings = ({ mappings, intake, changes, source, sink, topics }: Pipeline): Problem[] => {
  if (mappings.length > 0 || ((intake || changes) && !source && !sink && !topics)) return [];
  const remedy = 'say what becomes of a change, such as `- match: { ns.db: ingest, ns.coll: files }`';
  return [{ path: ['mappings'], at: 'key', what: 'is missing', remedy }];
};

const secretProblems = ({ intake = {} }: Pipeline): Problem[] =>
  Object.entries(intake).flatMap(([name, { verify, secret }]): Problem[] => {
    const isOidc = typeof verify === 'object' && 'oidc' in verify;
    const path = ['intake', name, 'secret'];
    if (isOidc && secret !== undefined)
      return [{ path, at: 'key', what: 'has no use: the keys of an issuer are public', remedy: 'remove it' }];
    if (!isOidc && secret === undefined)
      return [{ path, at: 'key', what: 'is missing', remedy: 'add the secret that the sender signs with' }];
    return [];
  });

const needing = (path: Path, remedy: string): Problem => ({ path, at: 'key', what: 'is missing', remedy });

/** PostgreSQL knows the function by IAM or by a password. */
const postgresLogin = ({ stores }: Pipeline): Problem[] => {
  const { postgres } = stores ?? {};
  if (!postgres) return [];
  const { user, resourceId, credentialsSecret } = postgres;
  const path = ['stores', 'postgres'];
  if (credentialsSecret !== undefined)
    return resourceId === undefined
      ? []
      : [at([...path, 'resourceId'], 'is for a login by IAM, and there is a secret', 'remove it, or the secret')];
  if (resourceId === undefined)
    return [needing([...path, 'resourceId'], 'add it to log in by IAM, or `credentialsSecret`')];
  return user === undefined ? [needing([...path, 'user'], 'name the role that the function logs in as')] : [];
};

/** Keyspaces knows its region and takes SigV4; other nodes know neither. */
const cassandraNodes = ({ stores }: Pipeline): Problem[] => {
  const { cassandra } = stores ?? {};
  if (cassandra?.hosts === undefined) return [];
  return (['datacenter', 'credentialsSecret'] as const).flatMap((key) =>
    cassandra[key] === undefined ? [needing(['stores', 'cassandra', key], 'nodes other than Keyspaces need it')] : [],
  );
};

const storesWithoutTopics = ({ stores, topics }: Pipeline): Problem[] =>
  stores && !topics
    ? [needing(['topics'], 'say which topic the stores read, as `topics: { source: …, events: … }`')]
    : [];

/** Two functions in one group would each get a part of the records. */
const groupsTwice = ({ stores = {}, normaliser, sink }: Pipeline): Problem[] => {
  const taken = new Map<string, string>();
  if (normaliser) taken.set(normaliser.consumerGroup, 'the normaliser');
  if (sink) taken.set(sink.clickhouse.consumerGroup, 'the sink');
  return storeNames.flatMap((name) => {
    const group = stores[name]?.consumerGroup;
    if (group === undefined) return [];
    const other = taken.get(group);
    taken.set(group, `the store ${name}`);
    const path = ['stores', name, 'consumerGroup'];
    return other === undefined ? [] : [at(path, `is also the group of ${other}`, 'give each a group of its own')];
  });
};

export const relationProblems = (pipeline: Pipeline): Problem[] =>
  [
    withoutMappings,
    secretProblems,
    neverReached,
    namesTwice,
    topicsTwice,
    wrongSourceTopic,
    functionWithoutHost,
    pollersUpsideDown,
    ...changeRelations,
    postgresLogin,
    cassandraNodes,
    storesWithoutTopics,
    groupsTwice,
  ].flatMap((check) => check(pipeline));
