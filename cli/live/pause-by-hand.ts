// `curfew pause` and `curfew resume`: the runtime switch of an environment.

import { shellQuoted } from '../terminal/shell-quoted.ts';
import { siteOf } from './open-site.ts';
import type { SiteOptions } from './site-options.ts';
import { tell, tellJson } from './tell.ts';
import { wakeReconcile } from './wake-reconcile.ts';

export type PauseOptions = SiteOptions & { readonly json?: true };

const scheduleNote = (isEnabled: boolean): string =>
  isEnabled ? '' : ' Its definition says `schedule.enabled: false`, so its schedule stays off.';

export const turnSwitch = (name: string, isOn: boolean, options: PauseOptions): Promise<void> =>
  siteOf(name, options, { otherwise: 'beginning', json: options.json })(async (site) => {
    const { environment, schedule } = site.definition;
    const wasOn = await site.ports.isEnabled(environment);
    if (wasOn !== isOn) await site.setSwitch(isOn);
    if (isOn && !wasOn) await wakeReconcile(site);
    if (options.json) return tellJson(site, { environment, paused: !isOn, changed: wasOn !== isOn });
    if (wasOn === isOn)
      return tell(
        site,
        `The schedule of ${environment} is ${isOn ? 'not paused' : 'paused already'}; nothing was changed.`,
      );
    tell(
      site,
      isOn
        ? `The schedule of ${environment} is on again; what is due now happens at once.${scheduleNote(schedule.enabled)}`
        : `The schedule of ${environment} is paused until: curfew resume ${shellQuoted(name)}`,
    );
  });
