// `curfew start` and `curfew stop`: ask the deployed function, or make the run here.

import type { Action } from '#core/action.ts';
import { InputError } from '#core/errors.ts';
import type { Report } from '#core/report.ts';
import { consent } from '../terminal/ask.ts';
import { print } from '../terminal/output.ts';
import { inPlace, runQuestion } from '../terminal/question.ts';
import { runLocally } from './local-run.ts';
import { siteOf } from './open-site.ts';
import { showReport, showRun } from './show-run.ts';
import type { Site } from './site.ts';
import type { SiteOptions } from './site-options.ts';

export type RunOptions = SiteOptions & {
  readonly why?: string;
  readonly by?: string;
  readonly dryRun?: true;
  readonly follow?: true;
  readonly supersede?: true;
  readonly local?: true;
  readonly yes?: true;
  readonly json?: true;
};

/** Names that mean somebody else: a person who used one would be taken for the scheduler. */
const reserved = ['schedule', 'reconcile'];

const requestOf = ({ definition, ports }: Site, options: RunOptions, requestedBy: string) => ({
  environment: definition.environment,
  requestedBy,
  id: ports.runtime.newId('request'),
  ...(options.why === undefined ? {} : { why: options.why }),
  supersede: options.supersede === true,
  dryRun: options.dryRun === true,
});

type Request = ReturnType<typeof requestOf>;

const announce = (action: Action, { definition, place, toWatch }: Site, { id }: Request, json: boolean): void => {
  const { environment } = definition;
  if (json) print(JSON.stringify({ environment, action, id, invoked: true }));
  else print(`${action} of ${environment} is asked for in ${place}. ${toWatch}`);
};

const inFunction = async (site: Site, action: Action, request: Request, options: RunOptions): Promise<number> => {
  const json = options.json === true;
  const { timeZone } = site.definition;
  if (request.dryRun) return showReport((await site.ask(action, request)) as Report, timeZone, json);
  await site.invoke(action, request);
  if (options.follow) return showRun(site, (run) => run.endsWith(`-${request.id}`), json);
  announce(action, site, request, json);
  return 0;
};

const questionBefore = (action: Action, { definition, place, ports }: Site, options: RunOptions) => {
  const { dryRun, rehearsal, supersede, profile = process.env.AWS_PROFILE } = options;
  const nowMs = ports.runtime.now().getTime();
  return runQuestion({ action, definition, where: inPlace(place, profile), dryRun, rehearsal, supersede, nowMs });
};

/** Answers with the exit code. Throws `InputError` before anything is asked for. */
export const runByHand = (action: Action, name: string, options: RunOptions, by: string): Promise<number> => {
  if (reserved.includes(by)) throw new InputError(`--by ${by}: that is nobody's name; say who you are`);
  const withSite = siteOf(name, options, { otherwise: 'beginning' });
  return withSite(async (site) => {
    const code = await consent(options, () => questionBefore(action, site, options));
    if (code !== 0) return code;
    const request = requestOf(site, options, by);
    return options.local
      ? runLocally(site, action, request, options.json === true)
      : inFunction(site, action, request, options);
  });
};
