// Whether the topics that a connector writes to have names that Kafka takes, and those that are meant.
import { isRecord } from '../is-record.ts';
import { type Check, error } from './config-problem.ts';

const escaped = (text: string): string => text.replace(/[^\w]/g, '\\$&');

/** The end of a prefix that repeats the namespace, whatever is between its parts; or the database, after the separator alone. */
const doubledIn = (prefix: string, separator: string, database: string, collection: string | undefined) => {
  const whole = new RegExp(`(^|[._-])${escaped(database)}[._-]${escaped(collection ?? database)}[._-]?$`).exec(prefix);
  const alone = new RegExp(`(^|${escaped(separator)})${escaped(database)}(${escaped(separator)})?$`).exec(prefix);
  return (whole ?? alone)?.[0];
};

const doublePrefix: Check = (config) => {
  const { database, collection, 'topic.prefix': prefix } = config;
  const separator = config['topic.separator'] ?? '.';
  if (!prefix || !database) return [];
  const doubled = doubledIn(prefix, separator, database, collection);
  if (doubled === undefined) return [];
  const shorter = prefix.slice(0, prefix.length - doubled.length);
  const goesTo = [prefix, database, ...(collection ? [collection] : [])].join(separator);
  const what = `\`${prefix}\` is put before the namespace: records go to \`${goesTo}\``;
  return [error('topic.prefix', what, shorter === '' ? 'leave it out' : `write \`${shorter}\``)];
};

const illegalTopic: Check = (config) =>
  [
    'topic.prefix',
    'topic.suffix',
    'topic.separator',
    'heartbeat.topic.name',
    'errors.deadletterqueue.topic.name',
  ].flatMap((key) =>
    /^[A-Za-z0-9._-]*$/.test(config[key] ?? '')
      ? []
      : [
          error(
            key,
            `\`${config[key]}\` cannot be in the name of a topic`,
            'use letters, digits, `.`, `_` and `-` only',
          ),
        ],
  );

/** `{db}`, `{coll}` and `{sep}` stand for parts of the namespace. */
const illegalMapped: Check = (config) => {
  const text = config['topic.namespace.map'] ?? '';
  if (text === '') return [];
  let map: unknown;
  try {
    map = JSON.parse(text);
  } catch {
    map = undefined;
  }
  if (!isRecord(map)) return [error('topic.namespace.map', 'is not a JSON object', 'write `{"db.coll": "topic"}`')];
  return Object.values(map).flatMap((topic) =>
    typeof topic === 'string' && /^[A-Za-z0-9._-]*$/.test(topic.replace(/\{(db|coll|sep)\}/g, ''))
      ? []
      : [
          error(
            'topic.namespace.map',
            `\`${topic}\` cannot be in the name of a topic`,
            'use letters, digits, `.`, `_` and `-` only',
          ),
        ],
  );
};

export const topicChecks: readonly Check[] = [doublePrefix, illegalTopic, illegalMapped];
