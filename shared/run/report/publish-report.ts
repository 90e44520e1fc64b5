import type { Report } from '#core/report.ts';
import type { RunRequest } from '#core/run.ts';
import type { Retry, Workflow } from '#core/workflow.ts';
import type { Dependencies } from '../dependencies.ts';
import { limits } from '../limits.ts';
import { tryStep } from '../step.ts';
import { forTable } from './for-table.ts';

/**
 * Outcomes that held the lease, and so have a run to remember and something to say in Slack; or that somebody waits for, as
 * reconcile does not: what it asked for while a run was at work, that run does.
 */
const isRun = ({ outcome, requestedBy }: Report): boolean =>
  !['duplicate', 'dry-run'].includes(outcome) && !(outcome === 'refused' && requestedBy === 'reconcile');

/** A run that was made again and failed in nothing new: that it failed was told, and that it ends well will be. */
const isNews = ({ outcome, resources }: Report, { retry }: Pick<RunRequest, 'retry'>): boolean =>
  retry === undefined ||
  outcome === 'done' ||
  resources.length === 0 ||
  resources.some((one) => !['done', 'skipped'].includes(one.outcome) && !retry.failing.includes(one.resource));

/** Whether a step succeeded in the end; what failed is in the log. */
const tried = async (workflow: Workflow, name: string, fn: () => Promise<void>, retry: Retry): Promise<boolean> => {
  const result = await tryStep(workflow, name, fn, retry);
  if (!result.ok) workflow.log.warn(`${name} failed`, { reason: result.message });
  return result.ok;
};

/**
 * Keeps the report, gives the lease back, and tells the operators. A duplicate or a dry run leaves no trace. One that
 * cannot be kept is told anyway, and says so; one that cannot be told is tried for as long as a run may take.
 * Throws, so that the invocation fails loudly, when the table or the topic did not take it in all that time, or refused it
 * permanently.
 */
export const publishReport = async (
  workflow: Workflow,
  report: Report,
  deps: Pick<Dependencies, 'state' | 'publish'>,
  request: Pick<RunRequest, 'retry'> = {},
): Promise<Report> => {
  if (!isRun(report)) return report;
  const { environment, run } = report;
  const isKept = await tried(workflow, 'save report', () => deps.state.saveReport(forTable(report)), limits.stepRetry);
  // A lease that cannot be released ends by itself.
  await tried(workflow, 'release lease', () => deps.state.releaseLease(environment, run), limits.stepRetry);
  const warning = 'the report was not saved; `curfew runs` may not show it';
  const finalReport: Report = isKept ? report : { ...report, warnings: [...report.warnings, warning] };
  const isPublished =
    !isNews(report, request) ||
    (await tried(workflow, 'publish report', () => deps.publish(finalReport), limits.reportRetry));
  const isSaved =
    isKept ||
    (await tried(
      workflow,
      'save report later',
      () => deps.state.saveReport(forTable(finalReport)),
      limits.reportRetry,
    ));
  if (!isSaved) throw new Error(`the report of ${run} could not be saved: ${report.outcome}, ${report.reason}`);
  if (!isPublished) throw new Error(`the report of ${run} could not be published: ${report.outcome}, ${report.reason}`);
  return finalReport;
};
