// The keys of the MongoDB source connector, read from its own ConfigDef and from Kafka Connect's.
import { fileURLToPath } from 'node:url';
import { outputOf } from './processes.ts';

type ConnectorKey = {
  readonly name: string;
  /** Whose key it is: the connector's, or one that Kafka Connect reads for every source connector. */
  readonly owner: 'connector' | 'connect';
  readonly type: string;
  readonly choices?: readonly string[];
  readonly min?: number;
};

const program = fileURLToPath(new URL('java/ConnectorKeys.java', import.meta.url));

type Line = Pick<ConnectorKey, 'name' | 'owner' | 'type'> & { readonly validator: string | null };

const choices = /^(?:An empty string OR )?\[([A-Za-z_][\w, ]*)\]$/;
const atLeast = /^\[(\d+),\.\.\.\]$/;

const keyOf = ({ name, owner, type, validator }: Line): ConnectorKey => {
  const [, among] = choices.exec(validator ?? '') ?? [];
  const [, min] = atLeast.exec(validator ?? '') ?? [];
  return {
    name,
    owner,
    type,
    ...(among === undefined ? {} : { choices: among.split(', ') }),
    ...(min === undefined ? {} : { min: Number(min) }),
  };
};

/** `classPath` has the connector and Kafka Connect's runtime. A key of both counts as the connector's. */
export const connectorKeys = async (classPath: string): Promise<readonly ConnectorKey[]> => {
  const connector = 'com.mongodb.kafka.connect.MongoSourceConnector';
  const output = await outputOf('java', ['-cp', classPath, program, connector]);
  const lines = output.split('\n').filter((line) => line.startsWith('{'));
  const keys = lines.map((line) => keyOf(JSON.parse(line)));
  const byName = new Map(keys.toReversed().map((key) => [key.name, key]));
  return [...byName.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
};
