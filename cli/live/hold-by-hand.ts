// `curfew hold` and `curfew release`: the override is written, and reconcile is invoked to carry it out.
import { offsetTime } from '#core/offset-time.ts';
import type { Override } from '#core/override.ts';
import { systemRuntime } from '#core/runtime/runtime.ts';
import { hold, release } from '#run/overrides/hold.ts';
import { definitionFor } from '../files/environments.ts';
import { fullTime, pointInTime, type Reference, timeAfter } from '../terminal/point-in-time.ts';
import { siteOf } from './open-site.ts';
import type { SiteOptions } from './site-options.ts';
import { tell, tellJson, tellJsonList } from './tell.ts';
import { wakeReconcile } from './wake-reconcile.ts';

export type ReleaseOptions = SiteOptions & { readonly json?: true };

export type HoldOptions = SiteOptions & {
  readonly up?: true;
  readonly down?: true;
  readonly until?: string;
  readonly for?: string;
  /** The same in one option each, as it was written before. */
  readonly upUntil?: string;
  readonly downUntil?: string;
  readonly why: string;
  readonly by?: string;
  readonly json?: true;
};

/** As other JSON has it: times with the offset of the environment's zone. */
export const overrideJson = ({ from, until, ...rest }: Override, timeZone: string) => ({
  ...rest,
  from: offsetTime(from, timeZone),
  until: offsetTime(until, timeZone),
});

const endOf = ({ until, upUntil, downUntil, ...options }: HoldOptions, reference: Reference): number => {
  if (options.for === undefined) return pointInTime(until ?? upUntil ?? downUntil ?? '', reference);
  return timeAfter(options.for, '--for', reference);
};

export const holdByHand = async (name: string, options: HoldOptions, by: string): Promise<void> => {
  const { up, upUntil, why, json } = options;
  const kind = up || upUntil !== undefined ? 'up' : 'down';
  // A wrong time is reported before credentials are needed.
  if (!options.rehearsal)
    endOf(options, { nowMs: systemRuntime.now().getTime(), timeZone: definitionFor(name).timeZone });
  await siteOf(name, options, { otherwise: 'beginning', json })(async (site) => {
    const { environment, timeZone } = site.definition;
    const until = endOf(options, { nowMs: site.ports.runtime.now().getTime(), timeZone });
    const override = await hold(environment, { hold: kind, until, by, why }, site.ports);
    await wakeReconcile(site);
    if (json) tellJson(site, overrideJson(override, timeZone));
    else tell(site, `${environment} is held ${kind} until ${fullTime(until, timeZone)} by ${by}: ${why}`);
  });
};

export const releaseByHand = async (name: string, options: ReleaseOptions): Promise<void> =>
  siteOf(name, options, { otherwise: 'beginning', json: options.json })(async (site) => {
    const { environment, timeZone } = site.definition;
    const ended = await release(environment, site.ports);
    if (ended.length > 0) await wakeReconcile(site);
    if (options.json)
      return tellJsonList(
        site,
        ended.map((one) => overrideJson(one, timeZone)),
      );
    if (ended.length === 0) return tell(site, `${environment} is not held; nothing was changed`);
    for (const one of ended) tell(site, `${environment} is no longer held ${one.hold} (by ${one.by}: ${one.why})`);
  });
