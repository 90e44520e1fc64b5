// Expectations of the runs of a night, of a single report, and of what it says about resources.
import type { Report } from '#core/report.ts';
import type { ExpectedReport, ExpectedRun } from '../scenario/expectation.ts';
import type { ExpectationResult } from './expectation-result.ts';
import { describeSpan, isWithin } from './texts.ts';

type ResourceExpectation = NonNullable<ExpectedReport['resources']>[string];

const aboutResource = (name: string, expected: ResourceExpectation, { resources }: Report): string[] => {
  const found = resources.find(({ resource }) => resource === name);
  if (!found) return [`${name} is not in its report`];
  const { reason, errorCode, blockedBy } = {
    reason: undefined,
    errorCode: undefined,
    blockedBy: undefined,
    ...expected,
  };
  const isAsExpected =
    found.outcome === expected.outcome &&
    (reason === undefined || found.reason.includes(reason)) &&
    (errorCode === undefined || found.errorCode === errorCode) &&
    (blockedBy === undefined || found.blockedBy === blockedBy);
  if (isAsExpected) return [];
  const code = found.errorCode === undefined ? '' : ` (${found.errorCode})`;
  return [`${name} ${found.outcome}: ${found.reason}${code}`];
};

const toSecond = (time: string): string => time.replace(/\.\d+/, '');

/** What is otherwise than expected, in the words of the report; nothing where all is well. */
const differences = (expected: ExpectedReport, report: Report): string[] => {
  const { action, outcome, run, requestedBy, reason, warning, resources = {} } = expected;
  return [
    ...(action !== undefined && action !== report.action ? [`is a ${report.action}`] : []),
    ...(outcome !== undefined && outcome !== report.outcome ? [`ended ${report.outcome}`] : []),
    ...(run !== undefined && run !== report.run ? [`is ${report.run}`] : []),
    ...(requestedBy !== undefined && requestedBy !== report.requestedBy ? [`requested by ${report.requestedBy}`] : []),
    ...(reason !== undefined && !report.reason.includes(reason) ? [report.reason] : []),
    ...(warning !== undefined && !report.warnings.some((one) => one.includes(warning))
      ? [report.warnings.length > 0 ? `warns: ${report.warnings.join('; ')}` : 'has no warning']
      : []),
    ...Object.entries(resources).flatMap(([name, one]) => aboutResource(name, one, report)),
    ...(isWithin({ from: expected.from }, Date.parse(report.startedAt))
      ? []
      : [`began at ${toSecond(report.startedAt)}`]),
    ...(isWithin({ until: expected.until }, Date.parse(report.endedAt))
      ? []
      : [`ended at ${toSecond(report.endedAt)}`]),
  ];
};

export const fitsReport = (expected: ExpectedReport, report: Report): boolean =>
  differences(expected, report).length === 0;

/** `start failed: 1 failed (web)` */
export const reportText = ({ action, outcome, reason }: Report): string => `${action} ${outcome}: ${reason}`;

const sequence = (runs: readonly { readonly action: string; readonly outcome: string }[]): string =>
  runs.length === 0 ? 'no run' : runs.map(({ action, outcome }) => `${action} ${outcome}`).join(', ');

/** `start failed by ana, web failed` */
export const describeReport = ({
  action,
  outcome,
  run,
  requestedBy,
  reason,
  warning,
  resources = {},
}: ExpectedReport) => [
  ...(action || outcome ? [[action, outcome].filter((part) => part !== undefined).join(' ')] : []),
  ...(run === undefined ? [] : [`called ${run}`]),
  ...(requestedBy === undefined ? [] : [`requested by ${requestedBy}`]),
  ...(reason === undefined ? [] : [`for "${reason}"`]),
  ...(warning === undefined ? [] : [`with the warning "${warning}"`]),
  ...Object.entries(resources).map(([name, one]) => `${name} ${one.outcome}`),
];

const describeRun = (run: ExpectedRun, timeZone: string): string => {
  const { action, outcome, ...details } = run;
  const shown = [...describeReport(details), ...describeSpan(details as ExpectedReport, timeZone)];
  return `${action} ${outcome}${shown.length > 0 ? ` (${shown.join(', ')})` : ''}`;
};

export const describeRuns = (runs: readonly ExpectedRun[], timeZone: string): string =>
  runs.length === 0 ? 'no run' : runs.map((run) => describeRun(run, timeZone)).join(', ');

/** All runs in the order in which they ended; the first that is otherwise says where it went wrong. */
export const judgeRuns = (
  expected: readonly ExpectedRun[],
  reports: readonly Report[],
  timeOf: (ms: number) => string,
  endMs: number,
): ExpectationResult => {
  const length = Math.max(expected.length, reports.length);
  for (let index = 0; index < length; index++) {
    const [one, report] = [expected[index], reports[index]];
    const at = report ? Date.parse(report.endedAt) : endMs;
    const all = `all runs: ${sequence(reports)}`;
    if (!report) return { met: false, at, actual: `there was no run ${index + 1}; ${all}` };
    const text = `run ${index + 1}, ${reportText(report)} (${timeOf(at)}),`;
    if (!one) return { met: false, at, actual: `${text} came besides; ${all}` };
    const found = differences(one, report);
    if (found.length > 0) return { met: false, at, actual: `${text} ${found.join('; ')}; ${all}` };
  }
  return { met: true, at: endMs };
};
