// What a report says of the next start that is to be ready by a time: when it begins, and that what it takes does not fit.
import { offsetTime } from '#core/offset-time.ts';
import type { Report } from '#core/report.ts';
import type { Claim } from '#core/run.ts';
import type { Workflow } from '#core/workflow.ts';
import type { Definition } from '#definition/definition.ts';
import { nextReadyStart } from '#definition/schedule/coming-start.ts';
import { ranToItsEnd } from '#definition/schedule/wanted-state.ts';
import type { Dependencies } from '../dependencies.ts';
import { limits } from '../limits.ts';
import { tryStep } from '../step.ts';
import { reportsOf } from './reports-read.ts';

/**
 * A stop says when the start of the morning begins. That the time does not suffice is said by the start that was measured, once a
 * day. A definition without such a start has no step more.
 */
export const tellNextStart = async (
  workflow: Workflow,
  report: Report,
  { claim, definition }: { readonly claim: Claim; readonly definition: Definition },
  deps: Pick<Dependencies, 'state'>,
): Promise<Report> => {
  if (!claim.granted || !ranToItsEnd(report)) return report;
  const endMs = Date.parse(report.endedAt);
  if (!nextReadyStart(definition, endMs, [])) return report;
  const found = await tryStep(
    workflow,
    'see when the next start begins',
    async () => nextReadyStart(definition, endMs, [report, ...(await reportsOf(report.environment, deps))]) ?? null,
    limits.stepRetry,
  );
  if (!found.ok || !found.value) return report;
  const { beginMs, slotMs, warning } = found.value;
  const time = (ms: number): string => offsetTime(ms, definition.timeZone);
  if (report.action === 'stop') return { ...report, nextStart: { begins: time(beginMs), readyBy: time(slotMs) } };
  return warning === undefined ? report : { ...report, warnings: [...report.warnings, warning] };
};
