// The flow of `reconcile`: which environments, and each of them by itself.
import type { Definition } from '#domain/definition.ts';
import { type ReconcileDependencies, reconcileEnvironment } from '#engine/reconcile-environment.ts';
import { type SavingsDependencies, tellSavings } from '#engine/tell-savings.ts';
import type { Correction } from '#plan/reconcile.ts';
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
