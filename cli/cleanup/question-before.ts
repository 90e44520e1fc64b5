// The question before a cleanup, from what is kept of its plan, without asking the cluster or the function: it shows the plan
// that will be executed, and no other.
import type { StoredPlan } from '#cleanup/cleanup-run.ts';
import type { CleanupCommand } from '#cleanup/command.ts';
import { planProblem } from '#cleanup/execute/stored-plan.ts';
import { cleanupStore } from '#cleanup/store/cleanup-store.ts';
import type { Documents } from '#cleanup/store/documents.ts';
import { dynamoDocuments } from '#cleanup/store/documents-dynamodb.ts';
import { fileDocuments } from '#cleanup/store/documents-file.ts';
import { namesOf } from '#core/deployed.ts';
import { systemRuntime } from '#core/runtime/runtime.ts';
import { cleanupQuestion, inPlace, namesIn } from '../terminal/question.ts';
import { checkRequest, stateFolder } from './at-broker.ts';
import type { CleanupOptions, Where } from './options.ts';

type Taking = Extract<CleanupCommand, { readonly mode: 'execute' | 'resume' }>;

/** Nothing where none is kept by that name, or what is kept is not what its hash says: then the run refuses it. */
const keptPlan = async (documents: Documents, name: string | undefined): Promise<StoredPlan | undefined> => {
  const plan = name === undefined ? undefined : await cleanupStore(documents).findPlan(name);
  return plan && planProblem(plan, undefined, {}) === undefined ? plan : undefined;
};

const nameOf = (command: Taking): string | undefined =>
  ('run' in command ? command.run : undefined) ?? command.planHash;

const atBroker = async (bootstrap: string, command: Taking, options: CleanupOptions) => {
  // Errors in it are reported at once, before the prompt.
  checkRequest(command, options);
  const kept = await keptPlan(fileDocuments(stateFolder(options.state), systemRuntime.newId), nameOf(command));
  return { where: `at ${bootstrap}`, planned: kept?.topics, bounds: undefined };
};

/** Which run is the last one the table of an environment knows, as it holds one cluster alone. */
const lastRun = 'latest';

const byFunction = async (name: string, command: Taking, options: CleanupOptions) => {
  const { region, profile = process.env.AWS_PROFILE } = options;
  const { definitionOfCluster, checkedRequest } = await import('./at-function.ts');
  const { cleanup, region: home, environment } = definitionOfCluster(name);
  checkedRequest(cleanup, command.request ?? {});
  const place = region ?? home;
  const { awsClients } = await import('#core/aws/clients.ts');
  const { accountOf } = await import('../live/account.ts');
  const { credentialsOf } = await import('../live/credentials.ts');
  const credentials = credentialsOf(profile);
  const clients = awsClients({ region: place, credentials, ...(profile === undefined ? {} : { profile }) });
  const documents = dynamoDocuments(clients.dynamodb, namesOf(environment).stateTable, systemRuntime.newId);
  // Without permission to read the table, the prompt shows the bounds of the definition.
  const [account, kept] = await Promise.all([
    accountOf({ environment, region: place, credentials }),
    keptPlan(documents, nameOf(command) ?? lastRun).catch(() => undefined),
  ]);
  return {
    where: `on the cluster ${cleanup.cluster} ${inPlace(place, { account, profile })}, environment ${environment}`,
    planned: kept?.topics,
    bounds: { names: command.request?.prefixes ?? namesIn(cleanup), topicsMax: cleanup.caps.topicsMax },
  };
};

/** Throws `InputError` for what would be refused as wrong usage. */
export const questionBefore = async (
  where: Where,
  command: CleanupCommand,
  options: CleanupOptions,
): Promise<string | undefined> => {
  if (command.mode !== 'execute' && command.mode !== 'resume') return undefined;
  const known =
    where.kind === 'broker'
      ? await atBroker(where.bootstrap, command, options)
      : await byFunction(where.cluster, command, options);
  return cleanupQuestion({ ...command, mode: command.mode, ...known });
};
