// What the deployed functions run with: real clients, the packed definitions, the machine's clock.

import { awsClients } from '#core/aws/clients.ts';
import { systemRuntime } from '#core/runtime/runtime.ts';
import { definitionOf } from '#definition/packed.ts';
import { runtimeConfiguration } from '#definition/runtime-configuration.ts';
import type { Parts } from './compose.ts';

let made: Parts | undefined;

/** Made at the first invocation and kept for the life of the process. Throws `InputError` for a missing variable. */
export const production = (): Parts => {
  made ??= {
    clients: awsClients(),
    configuration: runtimeConfiguration(process.env),
    definition: definitionOf,
    runtime: systemRuntime,
  };
  return made;
};
