// The topics that no cleanup ever touches (facts/kafka.md 3.5): the state of Kafka and of the tools beside it, recognised by the
// stems of their names at any position, because every team and every tool puts a prefix of its own before them. Kafka itself
// protects three of them at most, and not from being deleted. Configuration adds to this list and removes nothing; and it wins
// over every prefix and every definition.

import { isExactName } from './topic-names.ts';

type Denied = { readonly pattern: string; readonly why: string };

const internal = 'internal to Kafka, MSK or a related tool';
const connect = 'state of Kafka Connect';
const mirror = 'state of MirrorMaker';
const streams = 'state of a Kafka Streams application';
const ksql = 'state of ksqlDB';
const history = 'schema history, which a connector needs to start';
const registry = 'state of a schema registry';

const asDenied = (why: string, ...patterns: readonly string[]): Denied[] =>
  patterns.map((pattern) => ({ pattern, why }));

// As few as possible: the function's role names each of them, and a policy has a limit.
const builtIn: readonly Denied[] = [
  // Also behind the prefix of a mirrored cluster or of a team: `us.__consumer_offsets`.
  ...asDenied(internal, '_*', '*.__*', '*-__*', '*___*', '*__consumer_offsets*', '*__transaction_state*'),
  ...asDenied('internal, judging by its name', '*.internal'),
  ...asDenied(connect, 'connect-*', '*connect?*offset*', '*connect?*config*', '*connect?*status*'),
  ...asDenied(mirror, '*mm2*', '*mirror*maker*', '*checkpoints*', '*offset?syncs*'),
  ...asDenied('heartbeats of MirrorMaker or a connector', '*heartbeats*'),
  ...asDenied(streams, '*-changelog*'),
  ...asDenied('an intermediate topic of a Kafka Streams application', '*-repartition*', '*-subscription-*-topic'),
  ...asDenied(ksql, '*ksql*'),
  ...asDenied(registry, '*kafkasql*', '*_schemas*'),
  ...asDenied(history, '*schema*changes*', '*schema*history*', '*dbhistory*', '*db?history*', '*database*history*'),
];

/** `*` stands for any text, `?` for any one separator (in ARNs: for any one character). */
export const alwaysDenied: readonly string[] = builtIn.map(({ pattern }) => pattern);

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

const expression = (pattern: string): RegExp => {
  const parts = pattern.split(/([*?])/).map((part) => (part === '*' ? '.*' : part === '?' ? '[._-]' : escaped(part)));
  // The case of letters does not matter: better one topic too many.
  return new RegExp(`^${parts.join('')}$`, 'is');
};

const builtInRules = builtIn.map((denied) => ({ ...denied, matches: expression(denied.pattern) }));

/** Why a topic must not be touched; undefined if it may be. `configured` are the patterns of the environment. */
export const deniedBecause = (name: string, configured: readonly string[]): string | undefined => {
  const found = builtInRules.find(({ matches }) => matches.test(name));
  if (found) return `${found.why} (\`${found.pattern}\` is on the built-in deny list)`;
  const own = configured.find((pattern) => expression(pattern).test(name));
  return own === undefined ? undefined : `on the deny list of the definition (\`${own}\`)`;
};

// No name holds this character, so that only patterns that do not care how a name ends match.
const anyEnding = '\u0000';

/** Why nothing that a prefix covers could ever be touched, which makes the prefix a mistake. */
export const whollyDeniedBecause = (prefix: string, configured: readonly string[]): string | undefined =>
  deniedBecause(isExactName(prefix) ? prefix : `${prefix}${anyEnding}`, configured);
