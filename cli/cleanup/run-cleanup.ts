// Carries out a `curfew cleanup` and shows its report.

import type { CleanupCommand } from '#cleanup/command.ts';
import type { CleanupMode, CleanupReport } from '#core/cleanup-report.ts';
import { OperationError } from '#core/errors.ts';
import { SiteError } from '../live/site-error.ts';
import { person } from '../live/text-options.ts';
import { consent } from '../terminal/ask.ts';
import { printJson, printLines, terminalWidth } from '../terminal/output.ts';
import { cleanupAtBroker } from './at-broker.ts';
import { type CleanupOptions, commandOf, sameCluster, type Where, whereOf } from './options.ts';
import { progressView } from './progress.ts';
import { reportLines } from './report-lines.ts';

const asked = async (where: Where, command: CleanupCommand, options: CleanupOptions): Promise<CleanupReport> => {
  const view = progressView(options.json === true);
  try {
    if (where.kind === 'cluster') {
      const { cleanupByFunction } = await import('./at-function.ts');
      return await cleanupByFunction(where.cluster, command, options, view.show);
    }
    return await cleanupAtBroker(where.bootstrap, command, options, view.show);
  } catch (error) {
    if (error instanceof OperationError) throw new SiteError(error.message, { cause: error });
    throw error;
  } finally {
    view.end();
  }
};

/** Answers with the exit code. */
export const runCleanup = async (mode: CleanupMode, options: CleanupOptions): Promise<number> => {
  const where = whereOf(options);
  const command = commandOf(mode, options, person(options.by));
  const code = await consent(options, async () => {
    const { questionBefore } = await import('./question-before.ts');
    return questionBefore(where, command, options);
  });
  if (code !== 0) return code;
  const report = await asked(where, command, options);
  if (options.json) printJson(report);
  else printLines(reportLines(report, sameCluster(options), terminalWidth()));
  return report.outcome === 'done' || report.outcome === 'planned' ? 0 : 1;
};
