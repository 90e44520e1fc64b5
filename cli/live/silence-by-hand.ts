// `curfew silence`: the silence is written, and `alarm-notify` applies it from the next message on.
import { offsetTime } from '#core/offset-time.ts';
import { systemRuntime } from '#core/runtime/runtime.ts';
import type { Silence } from '#core/silence.ts';
import { endSilence, type SilenceRequest, silence, silencesInForce } from '#run/overrides/silence.ts';
import { definitionFor } from '../files/environments.ts';
import { fullTime, pointInTime, type Reference, timeAfter } from '../terminal/point-in-time.ts';
import { siteOf } from './open-site.ts';
import type { Site } from './site.ts';
import type { SiteOptions } from './site-options.ts';
import { tell, tellJson, tellJsonList } from './tell.ts';

export type SilenceOptions = SiteOptions & {
  readonly environment: string;
  readonly for?: string;
  readonly until?: string;
  readonly why?: string;
  readonly by?: string;
  readonly end?: true;
  readonly json?: true;
};

/** As other JSON has it: times with the offset of the environment's zone. */
export const silenceJson = ({ from, until, ...rest }: Silence, timeZone: string) => ({
  ...rest,
  from: offsetTime(from, timeZone),
  until: offsetTime(until, timeZone),
});

const endOf = ({ for: lasts, until = '' }: SilenceOptions, reference: Reference): number =>
  lasts === undefined ? pointInTime(until, reference) : timeAfter(lasts, '--for', reference);

const lengthOf = (options: SilenceOptions, { definition: { timeZone }, ports }: Site): number => {
  const nowMs = ports.runtime.now().getTime();
  return endOf(options, { nowMs, timeZone }) - nowMs;
};

export const silenceByHand = async (request: Omit<SilenceRequest, 'forMs'>, options: SilenceOptions): Promise<void> => {
  // A wrong time is reported before credentials are needed.
  if (!options.rehearsal)
    endOf(options, {
      nowMs: systemRuntime.now().getTime(),
      timeZone: definitionFor(options.environment).timeZone,
    });
  await siteOf(options.environment, options, { otherwise: 'beginning', json: options.json })(async (site) => {
    const { environment, timeZone } = site.definition;
    const made = await silence(environment, { ...request, forMs: lengthOf(options, site) }, site.ports);
    if (options.json) return tellJson(site, silenceJson(made, timeZone));
    tell(
      site,
      `${made.pattern} is silenced in ${environment} until ${fullTime(made.until, timeZone)} by ${made.by}: ${made.why}`,
    );
  });
};

export const endSilenceByHand = async (pattern: string | undefined, options: SilenceOptions): Promise<void> =>
  siteOf(options.environment, options, { otherwise: 'beginning', json: options.json })(async (site) => {
    const { environment, timeZone } = site.definition;
    const ended = await endSilence(environment, pattern, site.ports);
    if (options.json)
      return tellJsonList(
        site,
        ended.map((one) => silenceJson(one, timeZone)),
      );
    if (ended.length === 0) {
      const others = await silencesInForce(environment, site.ports);
      const known = others.length === 0 ? '' : `; silenced: ${others.map((one) => one.pattern).join(', ')}`;
      return tell(site, `no such silence in ${environment}; nothing was changed${known}`);
    }
    for (const one of ended)
      tell(
        site,
        `${one.pattern} is no longer silenced (by ${one.by}: ${one.why}); a summary follows within 15 minutes`,
      );
  });
