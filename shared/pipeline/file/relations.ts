// What the parts of a pipeline file have to do with each other.
import type { Path, Problem } from '#definition/problem.ts';
import { nameOf } from './compile.ts';
import type { WrittenMapping } from './mappings.ts';
import { readerGroup } from './part-names.ts';
import type { Pipeline } from './pipeline-file.ts';

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

/** Of a group Lambda takes 200 characters. */
const groupLengthMax = 200;

const wrongChangeTopics = ({ changes }: Pipeline): Problem[] =>
  (changes?.topics ?? []).flatMap((topic, index): Problem[] => {
    const path = ['changes', 'topics', index];
    if (topic === changes?.deadLetters)
      return [at(path, 'is also that of the dead letters', 'give the dead letters a topic of their own')];
    if (changes?.topics.indexOf(topic) !== index) return [at(path, 'is named twice', 'remove one of them')];
    const group = readerGroup(changes, topic);
    if (group.length <= groupLengthMax) return [];
    const what = `its group would be called \`${group}\`, longer than ${groupLengthMax} characters`;
    return [at(path, what, 'write a shorter `consumerGroup`')];
  });

/** The first rule that holds counts, so that the same condition once more never does. */
const rulesNeverReached = ({ changes }: Pipeline): Problem[] =>
  (changes?.rules ?? []).flatMap((rule, index, rules) => {
    const first = rules.findIndex(
      ({ table, when }) => when.trim() === rule.when.trim() && (table === undefined || table === rule.table),
    );
    if (first >= index) return [];
    const what = `is never used: rule ${first + 1} above it is for the same changes`;
    return [at(['changes', 'rules', index, 'when'], what, 'put the narrower rule first, or remove this one')];
  });

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
    wrongChangeTopics,
    rulesNeverReached,
  ].flatMap((check) => check(pipeline));
