// The single values of definitions of vendors' kinds.
import * as z from 'zod';
import { awsName } from '../fields.ts';

export const credentialsSecret = (holds: string, example: string) =>
  z
    .string()
    .regex(/^[\w/+=.@-]{1,512}$/, 'is not the name of a secret in Secrets Manager (its name, not its ARN)')
    .meta({
      description: `The name, never the value, of the secret in Secrets Manager that holds ${holds}.`,
      examples: [example],
    });

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

export const cloudId = (thing: string, example: string) => awsName(uuid, `id of the ${thing}`, example);

export const cloudFields = {
  organization: cloudId('ClickHouse Cloud organization', '123abcd0-e9b5-4f55-9e42-0fb04392445c'),
  service: cloudId('ClickHouse Cloud service', '2e2124ca-c5ac-459d-a6f2-abc123549d2a'),
  credentialsSecret: credentialsSecret(
    '{"keyId": "…", "keySecret": "…"} of an API key that may manage the service',
    'poc-atlas-dev/clickhouse-cloud',
  ),
};
