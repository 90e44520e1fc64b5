// What the deployed functions run with: real clients, the definitions in the table, the machine's clock.

import { awsClients } from '#core/aws/clients.ts';
import { systemRuntime } from '#core/runtime/runtime.ts';
import { runtimeConfiguration } from '#definition/runtime-configuration.ts';
import { tableDefinitions } from '#definition/versions/definitions.ts';
import { dynamoReadVersions } from '#definition/versions/dynamodb-reading.ts';
import type { Parts } from './compose.ts';

let made: Parts | undefined;

/** `noteAs`: who notes which definition it uses; a run says it in its report. Made at the first invocation and kept for the life of the process. Throws `InputError` for a missing variable. */
export const production = (noteAs?: string): Parts => {
  if (made) return made;
  const clients = awsClients();
  const configuration = runtimeConfiguration(process.env);
  const definitions = tableDefinitions({
    versions: dynamoReadVersions(clients.dynamodb, configuration.tableName),
    ...(noteAs === undefined ? {} : { noteAs: { functionName: noteAs, nowMs: () => systemRuntime.now().getTime() } }),
  });
  made = { clients, configuration, definitions, runtime: systemRuntime };
  return made;
};
