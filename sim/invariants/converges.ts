import type { Report, ReportedResource } from '#core/report.ts';
import { statusKindNames, statusKindOf } from '#kinds/status-kinds.ts';
import { alsoInCode } from '#run/plan/also-in.ts';
import { operator } from '../random/night.ts';
import { isFine, reportsIn } from './reports.ts';
import type { Found, Invariant, Judged } from './violation.ts';

/** What AWS never stops of the kinds that are described as a value. */
const neverStopped = statusKindNames.flatMap((name) => {
  const { cannotStop, rehearsal } = statusKindOf(name);
  const cases = [{}, ...Object.entries(rehearsal.facts ?? {}).map(([fact, value]) => ({ [fact]: value }))];
  return cases.flatMap((facts) => cannotStop?.(facts)?.code ?? []);
});

/**
 * Refusals that no repetition changes: what AWS never stops, a service at zero of which nothing is known, and what another
 * environment has, too.
 */
const lasting: ReadonlySet<string> = new Set([
  'READ_REPLICA',
  'REPLICA_SOURCE',
  'AURORA_MEMBER',
  'MULTI_AZ_CLUSTER',
  'SQL_SERVER_MULTI_AZ',
  'RDS_CUSTOM',
  'BLUE_GREEN',
  'NOT_AURORA',
  'GLOBAL_DATABASE',
  'SERVERLESS_V1',
  'MULTI_MASTER',
  'CLUSTER_MODE',
  'NO_MEMORY',
  'DAEMON',
  'EXTERNAL',
  alsoInCode,
  ...neverStopped,
  // A group whose owner suspended a process, or protects its instances, stays so until the owner says otherwise.
  'IN_EKS_NODE_GROUP',
  'PROCESS_SUSPENDED',
  'SCALE_IN_PROTECTION',
  'TIER_TOO_SMALL',
  'NVME',
  'COMPLETED',
]);

/** What is left alone nobody brings up for its owner. */
const isLeftDown = ({ outcome, reason }: ReportedResource): boolean =>
  outcome === 'failed' && /^timed out after \d+ s: left alone: /.test(reason);

/** A deleted service is its owner's to make again. */
const isDeleted = ({ outcome, errorCode }: ReportedResource): boolean =>
  outcome === 'failed' && errorCode === 'INACTIVE';

/** What somebody else had stopped nobody brings up for him either; `ownership` judges whether somebody had. */
const isLasting = (one: ReportedResource): boolean =>
  isLeftDown(one) ||
  isDeleted(one) ||
  one.staysDown === true ||
  (one.outcome === 'refused' && one.errorCode !== undefined && lasting.has(one.errorCode));

/** What is in order, what can never be, and what waits for that. */
const isAsGoodAsItGets = (one: ReportedResource, { resources }: Report): boolean =>
  isFine(one) ||
  isLasting(one) ||
  (one.outcome === 'blocked' && resources.some((other) => other.resource === one.blockedBy && isLasting(other)));

const aboutReport = (at: number, report: Report): Found[] => {
  if (!['done', 'partial', 'failed'].includes(report.outcome))
    return [{ at, detail: `after everything was repaired ${report.run} ended ${report.outcome}: ${report.reason}` }];
  return report.resources
    .filter((one) => !isAsGoodAsItGets(one, report))
    .map(({ resource, outcome, reason }) => ({
      at,
      resource,
      detail: `after everything was repaired ${report.run} ended with ${resource} ${outcome}: ${reason}`,
    }));
};

const leftOver = ({ lines }: Judged): Found[] => {
  const last = lines.at(-1);
  if (last?.event.type !== 'end') return [];
  return last.event.lease === null ? [] : [{ at: last.at, detail: 'the lease was not released' }];
};

/** Once everything is repaired, a stop and a start by hand bring the environment down and up, completely. */
export const converges: Invariant = {
  name: 'converges',
  judge(rehearsal) {
    const { scenario, lines } = rehearsal;
    const healed = lines.find(({ event }) => event.type === 'healed');
    if (!healed) return [];
    const asked = scenario.timeline.filter((entry) => entry.do === 'invoke' && entry.input.requestedBy === operator);
    const answers = reportsIn(rehearsal).filter(({ report }) => report.requestedBy === operator);
    const missing = asked.length - answers.length;
    return [
      ...(missing > 0
        ? [{ at: healed.at, detail: `${missing} runs after everything was repaired have no report` }]
        : []),
      ...answers.flatMap(({ at, report }) => aboutReport(at, report)),
      ...leftOver(rehearsal),
    ];
  },
};
