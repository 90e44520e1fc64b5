// The flow of `reconcile`: which environments, and each of them by itself.
import type { Definition } from '#definition/definition.ts';
import type { Correction } from '#run/reconcile/reconcile.ts';
import { type ReconcileDependencies, reconcileEnvironment } from '#run/reconcile/reconcile-environment.ts';
import { type SavingsDependencies, tellSavings } from '#savings/publish-savings.ts';
import { parseReconcileEvent } from './event.ts';

type Result = { readonly environment: string } & Correction;

export const reconcileEvent =
  (deps: ReconcileDependencies & SavingsDependencies & { readonly definitions: () => readonly Definition[] }) =>
  async (event: unknown): Promise<Result[]> => {
    const results: Result[] = [];
    for (const { environment, restarted } of parseReconcileEvent(event, deps.definitions())) {
      results.push({ environment, ...(await reconcileEnvironment(environment, restarted, deps)) });
      await tellSavings(environment, deps);
    }
    return results;
  };
