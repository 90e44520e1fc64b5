// The run loop: follows the graph, acts on a resource as soon as everything it waits for is settled, and watches all
// resources in flight in one poll loop. What to do about each of them is decided in `shared/kinds/<kind>/decide.ts`.

import type { RunResult } from '#core/outcome.ts';
import type { ResourceName } from '#core/resource.ts';
import type { Claim, RunStanding } from '#core/run.ts';
import type { BranchWorkflow, Workflow } from '#core/workflow.ts';
import { type Next, toRunFrom } from '#kinds/next.ts';
import type { Resource } from '#kinds/resource.ts';
import type { Dependencies } from '../dependencies.ts';
import { limits } from '../limits.ts';
import { decide } from '../plan/decide.ts';
import type { Plan } from '../plan/plan.ts';
import { absorb, acted, cutShort } from './apply-snapshot.ts';
import { dueResources } from './due.ts';
import { type Due, dueNow, verdict } from './next-poll.ts';
import { observeAll } from './observe-all.ts';
import { decideAnew, perform, type Timed } from './perform.ts';
import { begin, isOver, type Known, type Look, operationsLeft, type Progress } from './progress.ts';
import { isNews, isToBeTold, standing } from './run-progress.ts';

type RunDependencies = Pick<Dependencies, 'services' | 'state' | 'runtime' | 'isInterrupted'>;

type Standing = { readonly held: boolean; readonly warning?: string };

/** Renewing is also how a run learns that another took over. A store that cannot be reached is not a lost lease. */
const renew = async (
  { state }: RunDependencies,
  environment: string,
  run: string,
  at: number,
  told: RunStanding | undefined,
): Promise<Standing> => {
  try {
    return { held: await state.renewLease(environment, run, at + limits.leaseSeconds * 1_000, told) };
  } catch (error) {
    return { held: true, warning: `the lease could not be renewed: ${error instanceof Error ? error.message : error}` };
  }
};

/** Reads what is due and decides about it; of the rest what was found before stands. */
const lookAround = async (
  progress: Progress,
  known: Known,
  at: number,
  { services }: RunDependencies,
): Promise<Known> => {
  const { action } = progress.plan;
  const due = dueResources(progress, known, at);
  const readings = await observeAll(due, services, action);
  const nexts = due.map((resource): [string, Next] => {
    const reading = readings.get(resource.name) ?? { state: 'absent' };
    const next = decide(action, resource, reading, progress.memories.get(resource.name));
    return [resource.name, toRunFrom(progress.startedAt, next)];
  });
  return {
    nexts: { ...known.nexts, ...Object.fromEntries(nexts) },
    readAt: { ...known.readAt, ...Object.fromEntries(due.map(({ kind }) => [kind, at])) },
  };
};

const nothingKnown: Known = { nexts: {}, readAt: {} };

const look = async (progress: Progress, run: string, previous: Look, deps: RunDependencies): Promise<Look> => {
  const at = deps.runtime.now().getTime();
  if (deps.isInterrupted?.()) return { ...previous, ...nothingKnown, at, interrupted: true };
  const told = isToBeTold(previous, at) ? standing(progress, { ...previous, at }) : undefined;
  const { held: leaseHeld, warning } = await renew(deps, progress.plan.environment, run, at, told);
  const known = leaseHeld ? await lookAround(progress, previous, at, deps) : nothingKnown;
  const isUntold = told !== undefined && warning !== undefined;
  const toldAt = told && !isUntold ? at : previous.toldAt;
  return {
    at,
    polls: previous.polls + 1,
    leaseHeld,
    ...known,
    ...(warning ? { warning } : {}),
    ...(toldAt === undefined ? {} : { toldAt }),
    ...(isUntold || isNews(progress, previous, known.nexts) ? { news: true as const } : {}),
  };
};

const bug = (message: string, at: number): Timed => ({
  ok: false,
  moved: false,
  retryable: false,
  code: 'INTERNAL',
  message,
  at,
});

const act = async (
  workflow: Workflow,
  due: readonly Due[],
  where: { readonly environment: string; readonly run: string },
  at: number,
  deps: RunDependencies,
): Promise<[ResourceName, Timed][]> => {
  const branches = due.map(({ resource, effects }) => ({
    name: resource.name,
    run: (branch: BranchWorkflow) =>
      branch.step(`${resource.name}: ${effects.map((effect) => effect.do).join(', ')}`, async (): Promise<Timed> => {
        const isStale = deps.runtime.now().getTime() > at + limits.decisionSecondsMax * 1_000;
        const result = await (isStale ? decideAnew(resource, where, deps) : perform(effects, resource, where, deps));
        return { ...result, at: deps.runtime.now().getTime() };
      }),
  }));
  const results = await workflow.parallel<Timed>('act', branches, limits.concurrencyMax);
  return due.map(({ resource }, index) => {
    const result = results[index];
    if (result?.ok) return [resource.name, result.value];
    return [resource.name, bug(`a bug of Curfew: ${result?.error ?? 'the change was not made'}`, at)];
  });
};

type Round = { readonly seen: Look; readonly results: readonly (readonly [ResourceName, Timed])[] };

/** One round: look until something can be done or settled, then do it. */
const playRound = (
  workflow: Workflow,
  name: string,
  progress: Progress,
  at: number,
  claim: Claim,
  deps: RunDependencies,
) =>
  workflow.scope<Round>(name, async (inner) => {
    const seen = await inner.waitUntil<Look>(
      'poll',
      { at, polls: progress.polls, leaseHeld: true, ...progress.known },
      (previous) => look(progress, claim.run, previous, deps),
      (state) => verdict(progress, state),
    );
    // What exceeds the engine's cap waits for the next look, which gives it up.
    const affordable = Math.max(0, Math.min(limits.changesPerRoundMax, operationsLeft(progress, seen)));
    const due = dueNow(absorb(progress, seen), seen).slice(0, affordable);
    const where = { environment: progress.plan.environment, run: claim.run };
    return { seen, results: due.length > 0 ? await act(inner, due, where, seen.at, deps) : [] };
  });

/** One line per change made or failed, and one per outcome: what an operator looks for in the logs of a night. */
const tell = ({ log }: Workflow, before: Progress, after: Progress, { seen, results }: Round): void => {
  for (const [resource, result] of results) {
    const why = seen.nexts[resource]?.reason;
    if (result.ok) log.info(`${resource}: acted`, { resource, why });
    else if ('stale' in result) log.info(`${resource}: to be decided anew`, { resource, why });
    else
      log.warn(`${resource}: the change was not made`, { resource, why, code: result.code, message: result.message });
  }
  for (const [resource, outcome] of after.outcomes)
    if (!before.outcomes.has(resource)) log.info(`${resource}: ${outcome.outcome}`, { ...outcome });
};

/** Follows the plan to its end: one outcome per resource, whatever happens. */
export const runPlan = async (
  workflow: Workflow,
  claim: Claim,
  plan: Plan,
  resources: readonly Resource[],
  deps: RunDependencies,
): Promise<RunResult> => {
  let progress = begin(plan, resources, claim.at);
  let at = claim.at;
  const warnings = new Set<string>();
  for (let round = 1; !isOver(progress); round++) {
    const played = await playRound(workflow, `round ${round}`, progress, at, claim, deps);
    const { seen, results } = played;
    at = seen.at;
    if (seen.warning) warnings.add(seen.warning);
    const cut = seen.interrupted ? 'interrupted' : seen.leaseHeld ? undefined : 'superseded';
    if (cut) return { end: cut, outcomes: cutShort(progress, cut, at), endedAt: at, warnings: [...warnings] };
    const next = acted(absorb(progress, seen), seen, new Map(results));
    tell(workflow, progress, next, played);
    progress = next;
  }
  const outcomes = plan.items.flatMap((item) => progress.outcomes.get(item.resource) ?? []);
  return { end: plan.problem === undefined ? 'complete' : 'unplanned', outcomes, endedAt: at, warnings: [...warnings] };
};
