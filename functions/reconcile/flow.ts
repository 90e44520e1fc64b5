// The flow of `reconcile`: which environments, and each of them by itself.
import { InputError } from '#core/errors.ts';
import type { Definition } from '#definition/definition.ts';
import { isStored } from '#definition/versions/definitions.ts';
import type { CurrentDefinition, InUse } from '#definition/versions/in-use.ts';
import type { Correction } from '#run/reconcile/correction.ts';
import { type ReconcileDependencies, reconcileEnvironment } from '#run/reconcile/reconcile-environment.ts';
import { type SavingsDependencies, tellSavings } from '#savings/publish-savings.ts';
import { type CostsDependencies, lookAtCosts } from './costs.ts';
import { environmentIn, parseReconcileEvent } from './event.ts';

/** `definition`: the version by which it looked. */
type Result = { readonly environment: string; readonly definition?: number } & Correction;

type Refused = { readonly refused: string };

/**
 * A wrong event is wrong at every try: it is answered, while what is thrown is retried by Lambda and becomes a dead letter.
 */
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

type FlowDependencies = Omit<ReconcileDependencies & SavingsDependencies & CostsDependencies, 'definition'> & {
  readonly current: CurrentDefinition;
  /** Those that an event of RDS may be about. */
  readonly environments: () => readonly string[];
  /** Before it looks: what a schedule is to bring about is not waited for. */
  readonly heal: (definition: Definition) => Promise<unknown>;
  /** After it looked: what changes counts from the next look on. Never throws. */
  readonly refreshCalendars: (definition: Definition) => Promise<void>;
};

const ofVersion = ({ pin }: InUse) => (isStored(pin) ? { definition: pin.version } : {});

/** Every look is by the version that is current when it begins. */
export const reconcileEvent =
  ({ current, environments, ...deps }: FlowDependencies) =>
  async (event: unknown): Promise<Result[]> => {
    const ticked = environmentIn(event);
    const inUse = new Map<string, InUse>();
    for (const environment of ticked === undefined ? environments() : [ticked])
      inUse.set(environment, await current(environment));
    const results: Result[] = [];
    const definitions = [...inUse.values()].map(({ definition }) => definition);
    for (const { environment, restarted } of parseReconcileEvent(event, definitions)) {
      const used = inUse.get(environment);
      if (!used) continue;
      const looking = { ...deps, definition: () => used.definition };
      await deps.heal(used.definition);
      // Before the look: a hold of the guard is carried out by it.
      await lookAtCosts(used.definition, deps);
      const correction = await reconcileEnvironment(environment, restarted, looking);
      results.push({ environment, ...ofVersion(used), ...correction });
      await tellSavings(environment, looking);
      await deps.refreshCalendars(used.definition);
    }
    return results;
  };
