// `curfew silence`: the silence is written, and `alarm-notify` goes by it from the next message on.
import { offsetTime } from '#core/offset-time.ts';
import type { Silence } from '#core/silence.ts';
import { endSilence, type SilenceRequest, silence } from '#run/overrides/silence.ts';
import { dayTime } from '../terminal/local-time.ts';
import { print } from '../terminal/output.ts';
import { siteOf } from './open-site.ts';
import type { SiteOptions } from './site-options.ts';

export type SilenceOptions = SiteOptions & {
  readonly environment: string;
  readonly for?: number;
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

export const silenceByHand = async (request: SilenceRequest, options: SilenceOptions): Promise<void> =>
  siteOf(options.environment, options, { otherwise: 'beginning' })(async (site) => {
    const { environment, timeZone } = site.definition;
    const made = await silence(environment, request, site.ports);
    if (options.json) return print(JSON.stringify(silenceJson(made, timeZone)));
    print(
      `${made.pattern} is silent in ${environment} until ${dayTime(made.until, timeZone)}, by ${made.by}: ${made.why}`,
    );
  });

export const endSilenceByHand = async (pattern: string | undefined, options: SilenceOptions): Promise<void> =>
  siteOf(options.environment, options, { otherwise: 'beginning' })(async (site) => {
    const { environment, timeZone } = site.definition;
    const ended = await endSilence(environment, pattern, site.ports);
    if (options.json) return print(JSON.stringify(ended.map((one) => silenceJson(one, timeZone))));
    if (ended.length === 0) return print(`nothing like that is silent in ${environment}; nothing was changed`);
    for (const one of ended)
      print(`${one.pattern} is no longer silent (by ${one.by}: ${one.why}); what there was is said within 15 minutes`);
  });
