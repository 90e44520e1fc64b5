// The end of an investigation, reported once.
import { OperationError } from '#core/errors.ts';
import type { Definition } from '#definition/definition.ts';
import type { JournalRecord } from '#notify/investigations/devops-agent.ts';
import { type InvestigationEnded, summaryIn } from '#notify/investigations/result.ts';
import { agentSpaceUrl } from '#notify/rendering/console-link.ts';
import { claimMs, type InvestigationDependencies, type KnownTask, taskKey } from './dependencies.ts';

/** So long an invocation that died after it had started a task may take to come again and note which it was. */
const notedMs = 10 * 60_000;

/** What cannot be read for good is left out: that it is over is news all the same. */
const recordsOf = async (
  { agentSpace, execution }: InvestigationEnded,
  { agent, log }: InvestigationDependencies,
): Promise<readonly JournalRecord[]> => {
  if (execution === undefined) return [];
  try {
    return await agent.journal(agentSpace, execution);
  } catch (error) {
    if (error instanceof OperationError && error.retryable) throw error;
    log.warn('the summary cannot be read', { execution, reason: error instanceof Error ? error.message : 'unknown' });
    return [];
  }
};

const urlOf = ({ investigations, region }: Definition, agentSpace: string): string =>
  investigations?.webApp ?? agentSpaceUrl(region, agentSpace);

const tell = async (ended: InvestigationEnded, known: KnownTask, deps: InvestigationDependencies): Promise<void> => {
  const { outcome, at, agentSpace, task, summaryRecord } = ended;
  const { definition } = await deps.current(deps.environment);
  const summary = summaryIn(await recordsOf(ended, deps), summaryRecord);
  await deps.say({
    ...{ kind: 'curfew-investigation', version: 1, environment: deps.environment, at, outcome, agentSpace, task },
    ...{ ...known, url: urlOf(definition, agentSpace) },
    ...(summary === undefined ? {} : { summary }),
  });
};

/** Answers with what became of it. Throws for what is to be delivered again. */
export const reportResult = async (ended: InvestigationEnded, deps: InvestigationDependencies): Promise<string> => {
  const { notifications, nowMs } = deps;
  const { task, outcome, at } = ended;
  const known = await notifications.change(taskKey(task), nowMs(), (state: KnownTask | undefined) => ({
    state,
    decision: state,
  }));
  if (!known) {
    if (nowMs() - Date.parse(at) < notedMs) throw new Error(`nothing is known of the task ${task} yet`);
    return 'an investigation of somebody else';
  }
  const key = `result|${task}|${outcome}`;
  const claim = await notifications.claimDelivery(key, nowMs(), nowMs() + claimMs);
  if (claim === 'done') return 'reported before';
  if (claim === 'busy') throw new Error('another invocation reports it');
  try {
    await tell(ended, known, deps);
  } catch (error) {
    await notifications.releaseDelivery(key, nowMs());
    throw error;
  }
  await notifications.completeDelivery(key, nowMs());
  return 'reported';
};
