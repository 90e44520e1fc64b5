// What the deployed functions run with: real clients, the packed definitions, the machine's clock.
import { definitionOf } from '#config/packed.ts';
import { runtimeConfiguration } from '#config/runtime-configuration.ts';
import { awsClients } from '#runtime/aws-clients.ts';
import { systemRuntime } from '#runtime/runtime.ts';
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
