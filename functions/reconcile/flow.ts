// The flow of `reconcile`: which environments, and each of them by itself.
import { InputError } from '#core/errors.ts';
import type { Definition } from '#definition/definition.ts';
import type { Correction } from '#run/reconcile/reconcile.ts';
import { type ReconcileDependencies, reconcileEnvironment } from '#run/reconcile/reconcile-environment.ts';
import { type SavingsDependencies, tellSavings } from '#savings/publish-savings.ts';
import { parseReconcileEvent } from './event.ts';

type Result = { readonly environment: string } & Correction;

type Refused = { readonly refused: string };

/** An event that is wrong is wrong at every try: it is answered, while what is thrown is tried again by Lambda and becomes a dead letter. */
export const refusingWrongEvents =
  <T>(handle: (event: unknown) => Promise<T>) =>
  async (event: unknown): Promise<T | Refused> => {
    try {
      return await handle(event);
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      return { refused: error.message };
    }
  };

export const reconcileEvent =
  (
    deps: ReconcileDependencies &
      SavingsDependencies & {
        readonly definitions: () => readonly Definition[];
        /** Before it looks: what a schedule is to bring about is not waited for. */
        readonly heal: (definition: Definition) => Promise<unknown>;
      },
  ) =>
  async (event: unknown): Promise<Result[]> => {
    const results: Result[] = [];
    for (const { environment, restarted } of parseReconcileEvent(event, deps.definitions())) {
      await deps.heal(deps.definition(environment));
      results.push({ environment, ...(await reconcileEnvironment(environment, restarted, deps)) });
      await tellSavings(environment, deps);
    }
    return results;
  };
