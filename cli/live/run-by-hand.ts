// `curfew start` and `curfew stop`: ask the deployed function, or make the run here.

import type { Action } from '#core/action.ts';
import { InputError } from '#core/errors.ts';
import { partText } from '#core/part-text.ts';
import type { Report } from '#core/report.ts';
import type { Plan } from '#run/plan/plan.ts';
import { planForPerson } from '#run/plan/plan-for-person.ts';
import { planTable } from '../tables/plan-table.ts';
import { consent } from '../terminal/ask.ts';
import { terminalWidth } from '../terminal/output.ts';
import { inPlace, runQuestion } from '../terminal/question.ts';
import { checkOnly } from './check-only.ts';
import { planOfDryRun } from './dry-run.ts';
import { runLocally } from './local-run.ts';
import { siteOf } from './open-site.ts';
import { showingOf, showReport, showRun } from './show-run.ts';
import type { Site } from './site.ts';
import type { SiteOptions } from './site-options.ts';
import { tell, tellJson } from './tell.ts';

export type RunOptions = SiteOptions & {
  readonly why?: string;
  readonly only?: readonly string[];
  readonly by?: string;
  readonly dryRun?: true;
  readonly follow?: true;
  readonly supersede?: true;
  readonly local?: true;
  readonly yes?: true;
  readonly json?: true;
  readonly verbose?: true;
};

/** Names that mean somebody else: a person who used one would be taken for the scheduler. */
const reserved = ['schedule', 'reconcile'];

const requestOf = ({ definition, ports }: Site, options: RunOptions, requestedBy: string) => ({
  environment: definition.environment,
  requestedBy,
  id: ports.runtime.newId('request'),
  ...(options.why === undefined ? {} : { why: options.why }),
  ...(options.only === undefined ? {} : { only: options.only }),
  supersede: options.supersede === true,
  dryRun: options.dryRun === true,
});

type Request = ReturnType<typeof requestOf>;

const announce = (action: Action, site: Site, { id, only }: Request, json: boolean): void => {
  const { environment } = site.definition;
  if (json) tellJson(site, { environment, action, ...(only ? { only } : {}), id, invoked: true });
  else
    tell(
      site,
      `${action === 'stop' ? 'Stop' : 'Start'} of ${only ? `${only.join(', ')} in ` : ''}${environment} requested in ${site.place}. ${site.toWatch}`,
    );
};

const partOfReport = ({ action, only, of, resources }: Report): string | undefined =>
  partText({ action, only, count: resources.length, of });

/** A dry run that came to a plan is shown as one; one that was refused is shown as what it is. */
const showDryRun = (report: Report, site: Site, options: RunOptions): number => {
  const showing = showingOf(options);
  if (showing.json || report.outcome !== 'dry-run') return showReport(report, site, showing);
  const plan = planOfDryRun(report, site.definition);
  tell(
    site,
    planTable(plan, report.warnings, {
      width: terminalWidth(),
      verbose: showing.verbose,
      note: [partOfReport(report), 'a dry run: nothing was changed'].filter((text) => text !== undefined).join('; '),
    }),
  );
  return 0;
};

const showerOf = (site: Site, options: RunOptions) => (report: Report) => showDryRun(report, site, options);

const inFunction = async (site: Site, action: Action, request: Request, options: RunOptions): Promise<number> => {
  const showing = showingOf(options);
  if (request.dryRun) return showDryRun((await site.ask(action, request)) as Report, site, options);
  await site.invoke(action, request);
  if (options.follow) return showRun(site, (run) => run.endsWith(`-${request.id}`), showing);
  announce(action, site, request, showing.json);
  return 0;
};

/** What would be changed now: as the deployed function sees it, or this machine where that makes the run. */
const changesOf = async (action: Action, site: Site, request: Request, local: boolean) => {
  const count = ({ items }: Pick<Plan, 'items'>) => ({
    changes: items.filter(({ decision }) => decision === 'act').length,
    resources: items.length,
  });
  if (local) return count(await planForPerson(action, site.definition.environment, site.ports, request.only));
  const report = (await site.ask(action, { ...request, dryRun: true })) as Report;
  return report.outcome === 'dry-run' ? count(planOfDryRun(report, site.definition)) : { reason: report.reason };
};

const questionBefore = async (action: Action, site: Site, request: Request, options: RunOptions) => {
  const { dryRun, rehearsal, supersede, profile = process.env.AWS_PROFILE } = options;
  if (dryRun || rehearsal || (action === 'start' && !supersede)) return undefined;
  const account = await site.account();
  const live = await changesOf(action, site, request, options.local === true);
  const { definition, place, ports } = site;
  const where = inPlace(place, { account, profile });
  return runQuestion({
    action,
    definition,
    only: request.only,
    where,
    live,
    supersede,
    nowMs: ports.runtime.now().getTime(),
  });
};

/** Answers with the exit code. Throws `InputError` before any prompt. */
export const runByHand = (action: Action, name: string, options: RunOptions, by: string): Promise<number> => {
  if (reserved.includes(by)) throw new InputError(`--by ${by}: this name is reserved; use your own`);
  const withSite = siteOf(name, options, { otherwise: 'beginning', json: options.json });
  return withSite(async (site) => {
    const request = requestOf(site, options, by);
    checkOnly(site.definition, request.only);
    // A run of this machine that cannot begin says so at once, where the engine would try for minutes.
    if (options.local) await site.checkTable();
    const code = await consent(options, () => questionBefore(action, site, request, options));
    if (code !== 0) return code;
    if (!options.local) return inFunction(site, action, request, options);
    return runLocally(site, action, request, { json: options.json === true, show: showerOf(site, options) });
  });
};
