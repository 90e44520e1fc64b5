// Whose account it is, and whether AWS can be reached at all: asked once and quickly, before anything is done or asked.

import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { IAMClient, ListAccountAliasesCommand } from '@aws-sdk/client-iam';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { namesOf } from '#core/deployed.ts';
import { dynamoStateStore } from '#run/state/dynamodb.ts';
import type { Credentials } from './credentials.ts';
import type { Account } from './site.ts';

type Where = {
  readonly environment: string;
  readonly region: string;
  readonly credentials: Credentials;
};

/** A network that does not answer is noticed within the second; a service that is slow is waited for. */
const quick = {
  maxAttempts: 1,
  requestHandler: { connectionTimeout: 500, requestTimeout: 5_000, throwOnRequestTimeout: true },
};

/** The alias is optional: without permission to read it, only the number is shown. */
const aliasOf = async ({ region, credentials }: Where): Promise<string | undefined> => {
  const client = new IAMClient({ region, credentials, ...quick });
  try {
    return (await client.send(new ListAccountAliasesCommand({ MaxItems: 1 }))).AccountAliases?.[0];
  } catch {
    return undefined;
  } finally {
    client.destroy();
  }
};

const idOf = async ({ region, credentials }: Where): Promise<string> => {
  const client = new STSClient({ region, credentials, ...quick });
  try {
    return (await client.send(new GetCallerIdentityCommand({}))).Account ?? 'unknown';
  } finally {
    client.destroy();
  }
};

/** Throws what AWS or the network says. */
export const accountOf = async (where: Where): Promise<Account> => {
  const [id, alias] = await Promise.all([idOf(where), aliasOf(where)]);
  return { id, ...(alias === undefined ? {} : { alias }) };
};

/** Throws where the state table does not exist, or cannot be reached or read. */
export const checkTable = async ({ environment, region, credentials }: Where): Promise<void> => {
  const client = new DynamoDBClient({ region, credentials, ...quick });
  try {
    await dynamoStateStore(client, namesOf(environment).stateTable).readLease(environment);
  } finally {
    client.destroy();
  }
};
