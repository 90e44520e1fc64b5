// What is wrong with the configuration of a MongoDB source connector. The connector's own validation is not enough: it knows
// nothing of settings that are not its own, of Kafka's rules for names, or of what is lost without a word.
import { didYouMean } from '#definition/suggest.ts';
import { type Check, type ConfigProblem, error, warning } from './config-problem.ts';
import { type ConnectorConfig, connectorClass, simplifiedJson } from './connector-config.ts';
import keys from './connector-keys.json' with { type: 'json' };
import { topicChecks } from './connector-topics.ts';

type Key = {
  readonly name: string;
  readonly type: string;
  readonly choices?: readonly string[];
  readonly min?: number;
};

const known: ReadonlyMap<string, Key> = new Map(keys.map((key) => [key.name, key]));

/** Keys that are named after what they configure. */
const openEnded =
  /^(transforms|predicates|topic\.creation|topic\.override|producer\.override|consumer\.override|admin\.override|(key|value|header)\.converter)\..+/;

const ofTheWorker =
  /^(bootstrap\.servers|security\.protocol|sasl\.|ssl\.|group\.id|plugin\.path|rest\.|listeners|(offset|config|status)\.storage\.|config\.providers)/;

const unknownKey = (key: string): ConfigProblem[] => {
  if (known.has(key) || openEnded.test(key)) return [];
  if (ofTheWorker.test(key)) {
    const remedy = `remove it: set it in the worker configuration${/^(sasl|security|ssl)/.test(key) ? ', or as `producer.override.…`' : ''}`;
    return [error(key, "is a setting of the worker; in the connector's configuration it is ignored", remedy)];
  }
  return [error(key, 'is no setting of the connector and is ignored', didYouMean(key, [...known.keys()]))];
};

const wrongNumber = ({ name, min }: Key, value: string): ConfigProblem[] => {
  if (!/^-?\d+$/.test(value.trim())) return [error(name, `\`${value}\` is not a whole number`, 'write digits only')];
  return min !== undefined && Number(value) < min
    ? [error(name, `\`${value}\` is less than ${min}`, `write at least ${min}`)]
    : [];
};

const wrongValue = (key: string, value: string): ConfigProblem[] => {
  const one = known.get(key);
  if (!one) return [];
  if (one.type === 'INT' || one.type === 'LONG') return wrongNumber(one, value);
  if (one.type === 'BOOLEAN' && !/^(true|false)$/i.test(value.trim()))
    return [error(key, `\`${value}\` is not a boolean`, 'write `true` or `false`')];
  if (one.choices && value !== '' && !one.choices.some((choice) => choice.toLowerCase() === value.toLowerCase()))
    return [error(key, `\`${value}\` is not known here`, didYouMean(value, one.choices))];
  return [];
};

const isTrue = (value: string | undefined): boolean => value?.trim().toLowerCase() === 'true';

const wrongClass: Check = (config) => {
  const value = config['connector.class'];
  if (value === connectorClass) return [];
  return [
    error(
      'connector.class',
      value === undefined ? 'is missing' : `\`${value}\` is another connector`,
      `write \`${connectorClass}\``,
    ),
  ];
};

const missing: Check = (config) =>
  ['connection.uri', 'database'].flatMap((key) =>
    config[key]
      ? []
      : [
          (key === 'database' ? warning : error)(
            key,
            'is missing',
            key === 'database' ? 'without it the whole cluster is watched' : 'add it',
          ),
        ],
  );

/** Only a reference to a secret belongs in a configuration, which everybody who may describe the connector can read. */
const plainPassword: Check = (config) => {
  const uri = config['connection.uri'] ?? '';
  const isWritten = /^mongodb(\+srv)?:\/\/[^/@]*:[^/@]*@/.test(uri) && !uri.includes('${');
  const ofUri = error(
    'connection.uri',
    'contains a user and a password',
    `write \`\${secretManager:NAME:uri}\`, by a config provider of the worker`,
  );
  const others = Object.entries(config).flatMap(([key, value]) => {
    const isSecret = (known.get(key)?.type === 'PASSWORD' && key !== 'connection.uri') || /password/i.test(key);
    const isLogin = !ofTheWorker.test(key) && /jaas\.config$/.test(key) && /password *=/.test(value);
    return (isSecret || isLogin) && value !== '' && !value.includes('${')
      ? [error(key, 'contains a password', `write \`\${secretManager:NAME:KEY}\`, by a config provider of the worker`)]
      : [];
  });
  return [...(isWritten ? [ofUri] : []), ...others];
};

/** MongoDB's shell leaves quotes out, and so may this list; brackets it needs. */
const noPipeline: Check = (config) =>
  ['pipeline', 'startup.mode.copy.existing.pipeline', 'copy.existing.pipeline'].flatMap((key) =>
    /^\s*(\[[\s\S]*\])?\s*$/.test(config[key] ?? '')
      ? []
      : [error(key, 'is not a list of stages', 'write `[{"$match": …}]`')],
  );

/** Records without a key are spread over all partitions, and with another one a document has no order. */
const otherKey: Check = (config) =>
  (config['change.stream.document.key.as.key'] ?? 'true').trim().toLowerCase() === 'false'
    ? [
        warning(
          'change.stream.document.key.as.key',
          'takes the resume token as the key: the changes of one document are spread over all partitions',
          'write `true`',
        ),
      ]
    : [];

const otherConverter: Check = (config) =>
  ['key.converter', 'value.converter'].flatMap((key) =>
    config[key] === undefined || config[key].endsWith('.StringConverter')
      ? []
      : [
          error(
            key,
            `\`${config[key]}\` writes another form than the JSON text of the connector`,
            'write `org.apache.kafka.connect.storage.StringConverter`',
          ),
        ],
  );

const documentOnly: Check = (config) =>
  isTrue(config['publish.full.document.only'])
    ? [
        error(
          'publish.full.document.only',
          'sends the document without its namespace, operation and time; deletes are lost',
          'write `false`',
        ),
      ]
    : [];

const noDocument: Check = (config) =>
  ['', 'default', undefined].includes(config['change.stream.full.document'])
    ? [warning('change.stream.full.document', 'leaves the document out of updates', 'write `updateLookup`')]
    : [];

const dropsSilently: Check = (config) => {
  const tolerance = (config['mongo.errors.tolerance'] ?? config['errors.tolerance'])?.trim().toLowerCase();
  const topic = config['mongo.errors.deadletterqueue.topic.name'] ?? config['errors.deadletterqueue.topic.name'];
  if (tolerance !== 'all' || topic) return [];
  const what = '`all` without a topic for dead letters drops records without a word';
  return [error('errors.tolerance', what, 'add `errors.deadletterqueue.topic.name`, or write `none`')];
};

const otherFormat: Check = (config) => {
  const formatter = config['output.json.formatter'];
  if ((config['output.format.value'] ?? 'json') !== 'json')
    return [
      error(
        'output.format.value',
        `\`${config['output.format.value']}\` is not read by the normaliser`,
        'write `json`',
      ),
    ];
  if (formatter === simplifiedJson) return [];
  const what = 'writes dates, ids and numbers in wrappers such as `{"$date": …}`';
  return [warning('output.json.formatter', what, `write \`${simplifiedJson}\``)];
};

const noHeartbeat: Check = (config) =>
  Number(config['heartbeat.interval.ms'] ?? 0) > 0
    ? []
    : [
        warning(
          'heartbeat.interval.ms',
          'is off: the resume token of a quiet collection can age out of the oplog, and changes are lost',
          'write `60000`',
        ),
      ];

const checks: readonly Check[] = [
  wrongClass,
  missing,
  plainPassword,
  ...topicChecks,
  noPipeline,
  otherKey,
  otherConverter,
  documentOnly,
  noDocument,
  dropsSilently,
  otherFormat,
  noHeartbeat,
];

/** Every problem, key by key in the order of the configuration, then what concerns several keys. */
export const configProblems = (config: ConnectorConfig): readonly ConfigProblem[] => [
  ...Object.entries(config).flatMap(([key, value]) => [...unknownKey(key), ...wrongValue(key, value)]),
  ...checks.flatMap((check) => check(config)),
];
