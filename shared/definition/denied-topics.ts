// The topics that no cleanup ever touches (facts/kafka.md 3.5). Kafka itself protects three of them at most, and not from
// being deleted. Configuration adds to this list and takes nothing away; and it wins over every prefix and every definition.

import { isCovered } from './topic-names.ts';

type Denied = { readonly pattern: string; readonly why: string };

const builtIn: readonly Denied[] = [
  { pattern: '_*', why: 'internal to Kafka, MSK or a tool beside them' },
  { pattern: 'connect-*', why: 'state of Kafka Connect' },
  { pattern: 'mm2-*', why: 'state of MirrorMaker' },
  { pattern: '*.checkpoints.internal', why: 'state of MirrorMaker' },
  { pattern: '*.heartbeats', why: 'heartbeats of MirrorMaker' },
  { pattern: 'heartbeats', why: 'heartbeats of MirrorMaker' },
  { pattern: '*.internal', why: 'internal by its name' },
  { pattern: '*-changelog', why: 'state of a Kafka Streams application' },
  { pattern: '*-repartition', why: 'in the middle of a Kafka Streams application' },
  { pattern: '*-subscription-*-topic', why: 'in the middle of a Kafka Streams application' },
  { pattern: '*schema-changes*', why: 'history of schemas, without which a connector cannot start' },
  { pattern: '*schemahistory*', why: 'history of schemas, without which a connector cannot start' },
  { pattern: '*schema-history*', why: 'history of schemas, without which a connector cannot start' },
];

/** `*` stands for any text: as in ARNs, too. */
export const alwaysDenied: readonly string[] = builtIn.map(({ pattern }) => pattern);

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** `*` stands for any text. The case of letters does not matter: better one topic too many. */
const fits = (name: string, pattern: string): boolean =>
  new RegExp(`^${pattern.split('*').map(escaped).join('.*')}$`, 'is').test(name);

/** Why a topic must not be touched; undefined if it may be. `configured` are the patterns of the environment. */
export const deniedBecause = (name: string, configured: readonly string[]): string | undefined => {
  const found = builtIn.find(({ pattern }) => fits(name, pattern));
  if (found) return `${found.why} (\`${found.pattern}\` is always denied)`;
  const own = configured.find((pattern) => fits(name, pattern));
  return own === undefined ? undefined : `denied by the configuration (\`${own}\`)`;
};

/** Why nothing that a prefix covers could ever be touched, which makes the prefix a mistake. */
export const whollyDeniedBecause = (prefix: string, configured: readonly string[]): string | undefined => {
  const isExact = !isCovered(`${prefix}x`, prefix);
  // No name holds this character, so that only patterns that do not care how a name ends fit.
  return deniedBecause(isExact ? prefix : `${prefix}?`, configured);
};
