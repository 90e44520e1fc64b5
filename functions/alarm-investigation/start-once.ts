// One investigation per episode, however often the alarm is delivered and wherever an invocation dies: the request is kept before
// it is made, made again as it was with the same token, and counted against the day before that.
import { OperationError } from '#core/errors.ts';
import type { Definition, Investigations } from '#definition/definition.ts';
import { dateAt } from '#definition/schedule/slots.ts';
import type { BacklogTask } from '#notify/investigations/request.ts';
import { claimMs, type InvestigationDependencies, taskKey } from './dependencies.ts';

/** `day`: the local date against which it counts, also where it is delivered again after midnight. */
type Episode =
  | { readonly status: 'asked'; readonly day: string; readonly task: BacklogTask }
  | { readonly status: 'started'; readonly id?: string }
  | { readonly status: 'refused'; readonly reason: string };

type Day = { readonly tokens: readonly string[] };

type About = { readonly alarm: string; readonly since: string };

/** A place in the day for an episode; the same one however often it asks. */
const reserve = ({ tokens }: Day, token: string, perDay: number) => {
  if (tokens.includes(token)) return { state: { tokens }, decision: true };
  const isFree = tokens.length < perDay;
  return { state: isFree ? { tokens: [...tokens, token] } : { tokens }, decision: isFree };
};

/** Once a day, whatever the reason: that no more alarms are investigated is one piece of news. */
const sayOnceADay = async (
  day: string,
  text: string,
  alarm: string,
  deps: InvestigationDependencies,
): Promise<void> => {
  const { notifications, nowMs, environment, say } = deps;
  const key = `notice|${day}`;
  if ((await notifications.claimDelivery(key, nowMs(), nowMs() + claimMs)) !== 'taken') return;
  const at = new Date(nowMs()).toISOString();
  const resources = [{ resource: alarm, reason: 'not investigated' }];
  await say({ ...{ kind: 'curfew-notice', version: 1, environment, at, notice: 'investigations' }, text, resources });
  await notifications.completeDelivery(key, nowMs());
};

export const startOnce = async (
  task: BacklogTask,
  { alarm, since }: About,
  {
    investigations: { agentSpace, perDay },
    timeZone,
  }: Pick<Definition, 'timeZone'> & { investigations: Investigations },
  deps: InvestigationDependencies,
): Promise<string> => {
  const { notifications, nowMs, agent } = deps;
  const { clientToken } = task;
  const key = `episode|${clientToken}`;
  const keep = (episode: Episode) =>
    notifications.change(key, nowMs(), () => ({ state: episode, decision: undefined }));
  const episode = await notifications.change(key, nowMs(), (known: Episode | undefined) => {
    const asked: Episode = { status: 'asked', day: dateAt(nowMs(), timeZone).toString(), task };
    return { state: known ?? asked, decision: known ?? asked };
  });
  if (episode.status !== 'asked') return `${episode.status} before`;
  const { day, task: asked } = episode;

  const refuse = async (reason: string, text: string): Promise<string> => {
    await sayOnceADay(day, text, alarm, deps);
    await keep({ status: 'refused', reason });
    return reason;
  };

  const isFree = await notifications.change(`day|${day}`, nowMs(), (known: Day | undefined) => {
    const { state, decision } = reserve(known ?? { tokens: [] }, clientToken, perDay);
    return { state: known && state.tokens.length === known.tokens.length ? known : state, decision };
  });
  if (!isFree)
    return refuse(
      'the limit of the day',
      `${perDay} alarms were investigated on ${day}, as many as \`investigations.perDay\` allows. Further ones are not, until midnight.`,
    );
  try {
    const id = await agent.create(agentSpace, asked);
    if (id !== undefined)
      await notifications.change(taskKey(id), nowMs(), () => ({ state: { alarm, since }, decision: undefined }));
    await keep({ status: 'started', ...(id === undefined ? {} : { id }) });
    return 'started';
  } catch (error) {
    if (!(error instanceof OperationError) || error.awsCode !== 'ServiceQuotaExceededException') throw error;
    return refuse(
      'the quota of AWS DevOps Agent',
      'AWS DevOps Agent takes no more investigations: a quota of the account or of the agent space is used up. Alarms are not investigated until it has room again.',
    );
  }
};
