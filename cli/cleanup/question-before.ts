// The question before a cleanup, from what is known of it without asking the cluster or the function.
import type { CleanupCommand } from '#cleanup/command.ts';
import { cleanupQuestion, inPlace, namesIn } from '../terminal/question.ts';
import { brokerRules, stateFolder } from './at-broker.ts';
import { keptPlan } from './kept-plan.ts';
import { type CleanupOptions, saysWhat, type Where } from './options.ts';

type Taking = Exclude<CleanupCommand, { readonly mode: 'plan' }>;

const requestIn = (command: Taking) => ('request' in command ? (command.request ?? {}) : {});

const atBroker = async (bootstrap: string, command: Taking, options: CleanupOptions) => {
  // What is wrong with it is said at once: nobody is to agree to that.
  const rules = saysWhat(options) ? brokerRules(options, requestIn(command)) : undefined;
  const kept = await keptPlan(stateFolder(options.state), command);
  return {
    where: `at ${bootstrap}`,
    planned: kept?.topics,
    bounds: rules && { names: namesIn(rules), topicsMax: rules.caps.topicsMax },
  };
};

const byFunction = async (name: string, command: Taking, options: CleanupOptions) => {
  const { region, profile = process.env.AWS_PROFILE } = options;
  const { definitionOfCluster } = await import('./at-function.ts');
  const { cleanup, region: home } = definitionOfCluster(name);
  const { prefixes } = requestIn(command);
  return {
    where: `on the cluster ${cleanup.cluster} ${inPlace(region ?? home, profile)}`,
    planned: undefined,
    bounds: { names: prefixes ?? namesIn(cleanup), topicsMax: cleanup.caps.topicsMax },
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
