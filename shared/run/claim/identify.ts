// The first durable step of every run: what it is called, when it began, and by which definition. None of it changes any more.
import type { Action } from '#core/action.ts';
import { InputError, InvocationError, OperationError } from '#core/errors.ts';
import type { RunRequest } from '#core/run.ts';
import type { Workflow } from '#core/workflow.ts';
import type { Definition } from '#definition/definition.ts';
import { hashOf } from '#definition/schedule/spread.ts';
import type { Definitions } from '#definition/versions/definitions.ts';
import type { DefinitionPin } from '#definition/versions/version.ts';
import type { Dependencies } from '../dependencies.ts';
import { limits } from '../limits.ts';

/** `2026-11-20T23:00:00.000Z` → `20261120T230000Z`, which a durable execution's name may contain. */
const compact = (ms: number): string => `${new Date(ms).toISOString().slice(0, 19).replaceAll(/[-:]/g, '')}Z`;

/** One by its name, several by the first and all of them in short: no two of them are called the same. */
const ofSome = (only: readonly string[]): string => {
  const [first = ''] = only;
  if (only.length === 1) return first;
  return `${first}-${hashOf(only.join(',')).toString(36)}`;
};

/** Scheduled runs are named by their slot, so that a second delivery finds the first; runs by hand are unique. */
export const runName = (
  action: Action,
  request: Pick<RunRequest, 'environment' | 'scheduledTime' | 'only'>,
  nowMs: number,
  id: string,
): string => {
  const { environment, scheduledTime, only } = request;
  if (scheduledTime === undefined) return `${environment}-${action}-${compact(nowMs)}-${id}`;
  return `${environment}-${action}-${compact(Date.parse(scheduledTime))}${only ? `-${ofSome(only)}` : ''}`;
};

/** Without a definition nothing is changed, and `refused` says why. */
export type Identity = { readonly run: string; readonly at: number; readonly id: string } & (
  | { readonly definition: DefinitionPin; readonly refused?: never }
  | { readonly definition?: never; readonly refused: string }
);

/** Of a run that knows no definition. */
export type Refused = Extract<Identity, { readonly refused: string }>;

type Pinned = Pick<Identity, 'definition' | 'refused'>;

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** What will fail again is not retried: there is no definition, or none that can be used. Read once here, it is known afterwards. */
const pin = async (environment: string, { pin: current, read }: Definitions): Promise<Pinned> => {
  try {
    const definition = await current(environment);
    await read(environment, definition);
    return { definition };
  } catch (error) {
    const isFinal = error instanceof InputError || (error instanceof OperationError && !error.retryable);
    if (!isFinal) throw error;
    return { refused: messageOf(error) };
  }
};

type IdentifyDependencies = Pick<Dependencies, 'runtime'> & { readonly definitions: Definitions };

/** In a step of its own, so that a claim repeated after a crash recognises itself and is not its own duplicate. */
export const identify = async (
  workflow: Workflow,
  action: Action,
  request: RunRequest,
  { runtime, definitions }: IdentifyDependencies,
): Promise<Identity> => {
  const named = (pinned: Pinned): Identity => {
    const at = runtime.now().getTime();
    const drawn = runtime.newId('run');
    const id = request.id ?? drawn;
    return { run: runName(action, request, at, id), at, id, ...pinned } as Identity;
  };
  try {
    return await workflow.step(
      'identify',
      async () => named(await pin(request.environment, definitions)),
      limits.stepRetry,
    );
  } catch (error) {
    const refused = messageOf(error);
    return workflow.step('identify without a definition', async () => named({ refused }));
  }
};

/**
 * The definition that the run was pinned to, read outside of steps: the same in every invocation. Throws `InvocationError`: where
 * it cannot be read nothing is guessed, and the next invocation tries again.
 */
export const pinnedDefinition = async (
  environment: string,
  pinned: DefinitionPin,
  { read }: Definitions,
): Promise<Definition> => {
  try {
    return await read(environment, pinned);
  } catch (error) {
    throw new InvocationError(`the definition of this run cannot be read: ${messageOf(error)}`, { cause: error });
  }
};
