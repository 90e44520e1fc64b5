// What decides about an environment besides its schedule: holds, what people asked for, and the run at work.
import type { WantedInputs } from '#definition/schedule/wanted-state.ts';
import type { Site } from './site.ts';

const reportsRead = 40;

/** Throws `OperationError` where the table cannot be read. */
export const wantedInputs = async ({ definition: { environment }, ports: { state, runtime } }: Site) => {
  const [lease, overrides, reports] = await Promise.all([
    state.readLease(environment),
    state.overrides(environment),
    state.reports(environment, reportsRead),
  ]);
  // Before the first run, slots from before the installation say nothing, as reconcile has it.
  const installedAt =
    reports.length > 0 ? undefined : ((await state.notedAt(environment, 'installed')) ?? runtime.now().getTime());
  return { lease, overrides, reports, installedAt } satisfies WantedInputs;
};
