// The section of a pipeline file about the stores that hold metadata.
import * as z from 'zod';
import { groupName, hostName, identifier, secretName } from './fields.ts';

/** Quotes are never needed, and a name of PostgreSQL is cut after 63 characters without a word. */
const postgresName = (example: string, description: string) =>
  identifier(example, description).max(63, 'is longer than the 63 characters that PostgreSQL keeps');

const port = (number: number) =>
  z
    .int()
    .min(1)
    .max(65_535)
    .default(number)
    .meta({ description: 'Its port.', examples: [number] });

const postgres = z
  .strictObject({
    host: hostName('metadata.abc123.us-east-1.rds.amazonaws.com', 'The endpoint of the instance or cluster.'),
    port: port(5_432),
    database: postgresName('metadata', 'The database.').default('metadata'),
    user: postgresName('curfew_store', 'The role that the function logs in as by IAM.').exactOptional(),
    resourceId: z
      .string('is not text')
      .regex(/^(db|cluster)-[A-Z0-9]{10,40}$/, 'is not the resource id of a database, such as `db-ABCDEFGHIJKL01234`')
      .exactOptional()
      .meta({
        description: 'The resource id of the instance (`db-…`) or cluster (`cluster-…`), for a login by IAM.',
        examples: ['db-ABCDEFGHIJKL01234'],
      }),
    credentialsSecret: secretName('metadata/postgres').exactOptional(),
    schema: postgresName('public', 'The schema.').default('public'),
    table: postgresName('metadata', 'The table.').default('metadata'),
    publication: postgresName('metadata', 'The publication that Debezium reads.').default('metadata'),
    consumerGroup: groupName('store-postgres').default('store-postgres'),
  })
  .meta({
    description: 'PostgreSQL: one row for each thing.',
    examples: [{ host: 'metadata.abc123.us-east-1.rds.amazonaws.com', user: 'curfew_store' }],
  });

const cassandra = z
  .strictObject({
    hosts: z
      .array(hostName('cassandra-1.internal.example.com', 'A node.'), 'is not a list')
      .min(1, 'names no node')
      .exactOptional()
      .meta({
        description: 'Nodes to begin with. Without it, Amazon Keyspaces of the region.',
        examples: [['cassandra-1.internal.example.com']],
      }),
    port: port(9_142),
    datacenter: z
      .string('is not text')
      .min(1, 'is empty')
      .exactOptional()
      .meta({ description: 'The data centre of the nodes. Of Keyspaces it is the region.', examples: ['dc1'] }),
    credentialsSecret: secretName('metadata/cassandra').exactOptional(),
    keyspace: identifier('metadata', 'The keyspace.').max(48, 'is longer than 48 characters').default('metadata'),
    table: identifier('metadata', 'The table.').max(48, 'is longer than 48 characters').default('metadata'),
    consumerGroup: groupName('store-cassandra').default('store-cassandra'),
  })
  .meta({ description: 'Amazon Keyspaces, or Apache Cassandra.', examples: [{ keyspace: 'metadata' }] });

const atlas = z
  .strictObject({
    url: z
      .url({ protocol: /^https$/, error: 'is no URL with https' })
      .meta({ description: 'Where Apache Atlas answers.', examples: ['https://atlas.metadata.example.com'] }),
    credentialsSecret: secretName('metadata/atlas'),
    type: identifier('curfew_metadata', 'The type of the entities.').default('curfew_metadata'),
    consumerGroup: groupName('store-atlas').default('store-atlas'),
  })
  .meta({
    description: 'Apache Atlas, by its REST API.',
    examples: [{ url: 'https://atlas.metadata.example.com', credentialsSecret: 'metadata/atlas' }],
  });

export const stores = z
  .strictObject({
    postgres: postgres.exactOptional(),
    cassandra: cassandra.exactOptional(),
    atlas: atlas.exactOptional(),
  })
  .meta({
    description: 'Where the newest event about each thing is kept. Each store has a function of its own.',
    examples: [{ postgres: { host: 'metadata.abc123.us-east-1.rds.amazonaws.com' } }],
  });

export type WrittenStores = z.output<typeof stores>;
