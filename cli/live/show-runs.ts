// `curfew runs`: the history from the state table, one run whole, or the run that is going on.
import { InputError } from '#core/errors.ts';
import type { Report } from '#core/report.ts';
import { leaseInForce } from '#core/run.ts';
import { refuseExisting, writeFile } from '../files/write-file.ts';
import { savedWith } from '../night/saved.ts';
import { colorOf } from '../tables/run-summary.ts';
import { dayTime } from '../terminal/local-time.ts';
import { duration, print, styled, table } from '../terminal/output.ts';
import { timelineOfRuns } from '../timeline/of-runs.ts';
import { page } from '../timeline/page.ts';
import { siteOf } from './open-site.ts';
import { showReport, showRun } from './show-run.ts';
import type { Site } from './site.ts';
import type { SiteOptions } from './site-options.ts';

export type RunsOptions = SiteOptions & {
  readonly json?: true;
  readonly follow?: true;
  readonly html?: string;
  readonly force?: true;
  readonly limit: number;
};

const rowOf = (report: Report, timeZone: string): string[] => [
  dayTime(Date.parse(report.startedAt), timeZone),
  report.action,
  styled(colorOf(report.outcome), report.outcome),
  duration(report.seconds),
  report.requestedBy,
  report.run,
  report.reason,
];

const history = (reports: readonly Report[], environment: string, timeZone: string): string[] => {
  if (reports.length === 0) return [`${environment} has no run yet`];
  const head = ['when', 'action', 'outcome', 'took', 'asked by', 'run', 'why'].map((text) => styled('dim', text));
  return table([head, ...reports.map((report) => rowOf(report, timeZone))], '', process.stdout.columns);
};

const searched = 400;

const oneOf = async ({ definition, ports }: Site, name: string): Promise<Report> => {
  const reports = await ports.state.reports(definition.environment, searched);
  const found = name === 'last' ? reports[0] : reports.find(({ run }) => run === name || run.endsWith(name));
  if (found) return found;
  const known = reports.slice(0, 5).map(({ run }) => run);
  const remedy = known.length === 0 ? 'there is no run yet' : `the newest are ${known.join(', ')}`;
  throw new InputError(`no run of ${definition.environment} is called \`${name}\`; ${remedy}`);
};

const goingOn = async (site: Site, json: boolean): Promise<number> => {
  const { environment } = site.definition;
  const lease = await site.ports.state.readLease(environment);
  if (lease && leaseInForce(lease, site.ports.runtime.now().getTime()))
    return showRun(site, (run) => run === lease.run, json);
  if (!json) print(`no run of ${environment} is going on; curfew runs ${environment} last shows the newest`);
  return 0;
};

const writePage = async (site: Site, reports: readonly Report[], { html: file, force }: RunsOptions): Promise<void> => {
  if (file === undefined) return;
  const { definition, ports } = site;
  const nowMs = ports.runtime.now().getTime();
  const off = { from: Math.min(nowMs, ...reports.map(({ startedAt }) => Date.parse(startedAt))), to: nowMs };
  const memories = await ports.state.memories(definition.environment);
  const saved = await savedWith(site.sizes, definition, memories, reports, off);
  writeFile(
    file,
    page(timelineOfRuns(definition, reports, nowMs, reports.length > 1 ? saved : undefined)),
    '--html',
    force,
  );
};

const list = async (site: Site, options: RunsOptions): Promise<number> => {
  const { limit, json } = options;
  const { environment, timeZone } = site.definition;
  const reports = await site.ports.state.reports(environment, limit);
  await writePage(site, reports, options);
  if (json) for (const report of reports) print(JSON.stringify(report));
  else for (const line of history(reports, environment, timeZone)) print(line);
  return 0;
};

/** Answers with the exit code. */
export const showRuns = (name: string, run: string | undefined, options: RunsOptions): Promise<number> => {
  if (run !== undefined && options.follow)
    throw new InputError('--follow is about the run that is going on: give either it or the name of a run');
  if (options.html !== undefined && options.follow)
    throw new InputError('--html is about runs that have ended: give either it or --follow');
  if (options.html !== undefined) refuseExisting(options.html, '--html', options.force);
  const json = options.json === true;
  return siteOf(name, options, { otherwise: options.follow ? 'beginning' : 'end' })(async (site) => {
    if (options.follow) return goingOn(site, json);
    if (run === undefined) return list(site, options);
    const report = await oneOf(site, run);
    await writePage(site, [report], options);
    return showReport(report, site.definition.timeZone, json);
  });
};
