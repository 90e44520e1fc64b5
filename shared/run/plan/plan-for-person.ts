// The plan of a run that a person would make now: also what `curfew plan` prints.
import type { Action } from '#core/action.ts';
import { InputError, OperationError } from '#core/errors.ts';
import type { LeftOut } from '#core/run.ts';
import type { Definition } from '#definition/definition.ts';
import { unknownInPart } from '#definition/part.ts';
import { leftAwake } from '../claim/judge-part.ts';
import type { Dependencies } from '../dependencies.ts';
import { definitionFor } from './part-of-run.ts';
import type { Plan } from './plan.ts';
import { planNow } from './plan-run.ts';

const reportsMax = 10;

/** Without the table nothing is known of what people asked for; then the definition alone counts. */
const leavesOf = async (
  definition: Definition,
  { state, runtime }: Pick<Dependencies, 'state' | 'runtime'>,
): Promise<LeftOut[]> => {
  if (definition.resources.every(({ awakeOn }) => awakeOn === undefined)) return [];
  const { environment } = definition;
  const nowMs = runtime.now().getTime();
  const unlessRefused = <T>(read: Promise<T>, otherwise: T): Promise<T> =>
    read.catch((error: unknown) => {
      if (error instanceof OperationError) return otherwise;
      throw error;
    });
  const [overrides, reports, lease] = await Promise.all([
    unlessRefused(state.overrides(environment), []),
    unlessRefused(state.reports(environment, reportsMax), []),
    unlessRefused(state.readLease(environment), undefined),
  ]);
  return leftAwake(definition, { overrides, reports, lease, enabled: true, nowMs });
};

/** Throws `InputError` for the name of no resource. */
export const planForPerson = async (
  action: Action,
  environment: string,
  deps: Pick<Dependencies, 'definition' | 'services' | 'state' | 'standaloneTasks' | 'runtime'>,
  only?: readonly string[],
): Promise<Plan> => {
  const definition = deps.definition(environment);
  const unknown = unknownInPart(definition, only ?? []);
  if (unknown !== undefined) throw new InputError(unknown);
  const leaves = action === 'stop' && !only ? await leavesOf(definition, deps) : [];
  const own = definitionFor({ action, only, leaves }, definition);
  return planNow(action, environment, { ...deps, definition: () => own }, { only });
};
