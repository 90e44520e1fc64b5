// `curfew hold` and `curfew release`: the override is written, and reconcile is woken to carry it out.
import { offsetTime } from '#core/offset-time.ts';
import type { Override } from '#core/override.ts';
import { hold, release } from '#run/overrides/hold.ts';
import { dayTime } from '../terminal/local-time.ts';
import { complain, print } from '../terminal/output.ts';
import { siteOf } from './open-site.ts';
import type { Site } from './site.ts';
import type { SiteOptions } from './site-options.ts';

export type ReleaseOptions = SiteOptions & { readonly json?: true };

export type HoldOptions = SiteOptions & {
  readonly upUntil?: number;
  readonly downUntil?: number;
  readonly why: string;
  readonly by?: string;
  readonly json?: true;
};

/** The override stands in any case; without this it waits for the next tick of the schedule. */
const wakeReconcile = async ({ definition, invoke }: Site): Promise<void> => {
  try {
    await invoke('reconcile', { environment: definition.environment });
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    complain(`reconcile could not be woken (${why}): it carries this out at its next tick, within 15 minutes.`);
  }
};

/** As other JSON has it: times with the offset of the environment's zone. */
export const overrideJson = ({ from, until, ...rest }: Override, timeZone: string) => ({
  ...rest,
  from: offsetTime(from, timeZone),
  until: offsetTime(until, timeZone),
});

export const holdByHand = async (name: string, options: HoldOptions, by: string): Promise<void> => {
  const { upUntil, downUntil, why, json } = options;
  const [kind, until] =
    upUntil === undefined ? (['down', downUntil ?? Number.NaN] as const) : (['up', upUntil] as const);
  await siteOf(name, options, { otherwise: 'beginning' })(async (site) => {
    const { environment, timeZone } = site.definition;
    const override = await hold(environment, { hold: kind, until, by, why }, site.ports);
    await wakeReconcile(site);
    if (json) print(JSON.stringify(overrideJson(override, timeZone)));
    else print(`${environment} is held ${kind} until ${dayTime(until, timeZone)} by ${by}: ${why}`);
  });
};

export const releaseByHand = async (name: string, options: ReleaseOptions): Promise<void> =>
  siteOf(name, options, { otherwise: 'beginning' })(async (site) => {
    const { environment, timeZone } = site.definition;
    const ended = await release(environment, site.ports);
    if (ended.length > 0) await wakeReconcile(site);
    if (options.json) return print(JSON.stringify(ended.map((one) => overrideJson(one, timeZone))));
    if (ended.length === 0) return print(`${environment} is not held; nothing was changed`);
    for (const one of ended) print(`${environment} is no longer held ${one.hold} (by ${one.by}: ${one.why})`);
  });
