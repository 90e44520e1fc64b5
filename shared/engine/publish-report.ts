import type { Report } from '#domain/report.ts';
import type { Dependencies } from './dependencies.ts';
import { limits } from './limits.ts';
import type { Workflow } from './workflow.ts';

/** Outcomes that held the lease, and so have a run to remember and something to say in Slack. */
const isRun = ({ outcome }: Report): boolean => !['duplicate', 'dry-run'].includes(outcome);

/** Keeps the report, gives the lease back, and tells the operators. A duplicate or a dry run leaves no trace. */
export const publishReport = async (workflow: Workflow, report: Report, deps: Dependencies): Promise<Report> => {
  if (!isRun(report)) return report;
  await workflow.step('save report', () => deps.state.saveReport(report), limits.stepRetry);
  await workflow.step('release lease', () => deps.state.releaseLease(report.environment, report.run), limits.stepRetry);
  await workflow.step('publish report', () => deps.publish(report), limits.stepRetry);
  return report;
};
