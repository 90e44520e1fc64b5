// A cleanup through the deployed function of the environment whose definition names the cluster.

import type { CleanupProgress } from '#cleanup/cleanup-run.ts';
import type { CleanupCommand } from '#cleanup/command.ts';
import { rulesFor } from '#cleanup/plan/rules.ts';
import { readProgress } from '#cleanup/store/cleanup-progress.ts';
import { dynamoDocuments } from '#cleanup/store/documents-dynamodb.ts';
import type { CleanupRequest } from '#core/cleanup.ts';
import type { CleanupReport } from '#core/cleanup-report.ts';
import type { CleanupDefinition } from '#core/cleanup-rules.ts';
import { invocableNameOf, namesOf } from '#core/deployed.ts';
import { InputError } from '#core/errors.ts';
import { systemRuntime } from '#core/runtime/runtime.ts';
import type { Definition } from '#definition/definition.ts';
import { nearest } from '#definition/suggest.ts';
import { definitionFor, everyDefinition } from '../files/environments.ts';
import { explained } from '../live/explain-aws-error.ts';
import type { CleanupOptions } from './options.ts';
import { watchProgress } from './watch-progress.ts';

type Cleaned = Definition & { readonly cleanup: CleanupDefinition };

const isCleaned = (definition: Definition): definition is Cleaned => definition.cleanup !== undefined;

const cleaned = (definition: Definition): Cleaned => {
  if (isCleaned(definition)) return definition;
  throw new InputError(
    `the definition of ${definition.environment} has no key \`cleanup\`: nothing of it may be emptied`,
  );
};

/** By the name of the cluster, of the environment, or by the path of its file. Throws `InputError`. */
export const definitionOfCluster = (name: string): Cleaned => {
  if (name.includes('/') || /\.ya?ml$/.test(name)) return cleaned(definitionFor(name));
  const all = everyDefinition();
  const named = all.find(({ environment }) => environment === name);
  if (named) return cleaned(named);
  const [found, ...more] = all.filter(isCleaned).filter(({ cleanup }) => cleanup.cluster === name);
  if (found && more.length === 0) return found;
  const known = all.flatMap(({ cleanup }) => cleanup?.cluster ?? []);
  const best = nearest(name, known);
  throw new InputError(
    found
      ? `several environments clean up ${name}: ${[found, ...more].map(({ environment }) => environment).join(', ')}; name one of them instead`
      : `no definition cleans up a cluster \`${name}\`;${best ? ` did you mean \`${best}\`?` : ''} known are: ${known.join(', ') || 'none'}`,
  );
};

const eventOf = (environment: string, command: CleanupCommand) => {
  const { request, ...rest } = 'request' in command ? command : { ...command, request: {} };
  return { environment, ...rest, ...request };
};

/** What the function would refuse is refused here, before it is asked. Throws `InputError`. */
export const checkedRequest = (cleanup: CleanupDefinition, request: CleanupRequest): void =>
  void rulesFor(cleanup, request);

/** Throws `InputError`, and what says to a person what is missing. */
export const cleanupByFunction = async (
  cluster: string,
  command: CleanupCommand,
  { region, profile }: CleanupOptions,
  onProgress: (progress: CleanupProgress) => void,
): Promise<CleanupReport> => {
  const definition = definitionOfCluster(cluster);
  const { environment, cleanup } = definition;
  if ('request' in command) checkedRequest(cleanup, command.request ?? {});
  const place = region ?? definition.region;
  // Asked once: an answer may take a quarter of an hour, and asking again would only meet the lease of the first.
  const settings = { region: place, maxAttempts: 1, ...(profile === undefined ? {} : { profile }) };
  try {
    const [{ awsClients }, { askFunction }] = await Promise.all([
      import('#core/aws/clients.ts'),
      import('#core/aws/invoke.ts'),
    ]);
    const clients = awsClients(settings);
    const ask = askFunction(clients.lambda);
    const documents = dynamoDocuments(clients.dynamodb, namesOf(environment).stateTable, systemRuntime.newId);
    const answer = ask(invocableNameOf(environment, 'cleanup'), eventOf(environment, command));
    return (await watchProgress(answer, () => readProgress(documents, environment), onProgress)) as CleanupReport;
  } catch (error) {
    throw explained(error, { environment, region: place, canBeRehearsed: false });
  }
};
