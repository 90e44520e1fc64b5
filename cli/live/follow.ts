// Follows a run by what it reports with every renewal of its lease, until its final report is there. Only reads.
import type { Report } from '#core/report.ts';
import { type Lease, leaseInForce } from '#core/run.ts';
import type { Site } from './site.ts';
import { SiteError } from './site-error.ts';

const everyMs = 2_000;
/** A cold start and a queue may come before a run's first sign of life. */
const patienceMs = 90_000;
const reportsRead = 10;

export type Follow = {
  /** Whether this is the run that is followed. */
  readonly isIt: (run: string) => boolean;
  /** Called at each look while the run is in progress. */
  readonly onLook: (lease: Lease, nowMs: number) => void;
  /** Whether the user stopped watching. */
  readonly hasLeft?: () => boolean;
};

type Followed = { readonly kind: 'ended'; readonly report: Report } | { readonly kind: 'left' };

const reportOf = async ({ definition, ports }: Site, isIt: Follow['isIt']): Promise<Report | undefined> =>
  (await ports.state.reports(definition.environment, reportsRead)).find(({ run }) => isIt(run));

const silence = ({ definition }: Site): SiteError =>
  new SiteError(
    `No sign of the run for ${patienceMs / 1_000} s: it may still begin, or have failed at once.\n` +
      `To see whether it ran: curfew runs ${definition.environment}. To see why not: the logs and the dead-letter queue of the function.`,
  );

/** Throws `SiteError` when nothing is heard of the run. */
export const follow = async (site: Site, { isIt, onLook, hasLeft = () => false }: Follow): Promise<Followed> => {
  const { runtime, state } = site.ports;
  let heardAt = runtime.now().getTime();
  while (!hasLeft()) {
    const lease = await state.readLease(site.definition.environment);
    const nowMs = runtime.now().getTime();
    if (lease && isIt(lease.run)) {
      // A run that died leaves its lease behind; reconcile starts another one.
      if (leaseInForce(lease, nowMs)) heardAt = nowMs;
      onLook(lease, nowMs);
    }
    const report = lease && isIt(lease.run) ? undefined : await reportOf(site, isIt);
    if (report) return { kind: 'ended', report };
    if (nowMs - heardAt > patienceMs) throw silence(site);
    await site.pause(everyMs);
  }
  return { kind: 'left' };
};
