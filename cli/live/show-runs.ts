// `curfew runs`: the history from the state table, one run in full, or the run in progress.
import { InputError } from '#core/errors.ts';
import type { Report } from '#core/report.ts';
import { leaseInForce } from '#core/run.ts';
import { refuseUnwritable, writeFile } from '../files/write-file.ts';
import { savedWith } from '../night/saved.ts';
import { colorOf, partNamed } from '../tables/run-summary.ts';
import { dayTime } from '../terminal/local-time.ts';
import { duration, styled, terminalWidth } from '../terminal/output.ts';
import { table } from '../terminal/table.ts';
import { timelineOfRuns } from '../timeline/of-runs.ts';
import { page } from '../timeline/page.ts';
import { siteOf } from './open-site.ts';
import { type Showing, showingOf, showReport, showRun } from './show-run.ts';
import type { Site } from './site.ts';
import type { SiteOptions } from './site-options.ts';
import { complainOf, tell, tellJson } from './tell.ts';

export type RunsOptions = SiteOptions & {
  readonly json?: true;
  readonly follow?: true;
  readonly html?: string;
  readonly force?: true;
  readonly verbose?: true;
  readonly limit: number;
};

const rowOf = (report: Report, timeZone: string): string[] => [
  dayTime(Date.parse(report.startedAt), timeZone),
  report.action,
  styled(colorOf(report.outcome), report.outcome),
  duration(report.seconds),
  report.run,
  report.definition ? `v${report.definition.version}` : '–',
  report.requestedBy,
  partNamed(report),
];

const columnsOf = () => {
  const heads = ['began', 'action', 'outcome', 'took', 'run', 'definition', 'requested by', 'reason'];
  const [began, action, outcome, took, run, definition, by, reason] = heads.map((text) => ({
    head: styled('dim', text),
  }));
  return [
    began,
    action,
    outcome,
    took,
    run,
    { ...definition, canGo: 2 },
    { ...by, canGo: 1 },
    { ...reason, isText: true as const },
  ].map((column) => column ?? {});
};

const inOrder = (reports: readonly Report[]): Report[] =>
  reports.toSorted((a, b) => Date.parse(a.startedAt) - Date.parse(b.startedAt));

const history = (reports: readonly Report[], environment: string, timeZone: string): string[] => {
  if (reports.length === 0) return [`${environment} has no runs yet`];
  const rows = inOrder(reports).map((report) => rowOf(report, timeZone));
  const title = `${styled('bold', `Runs of ${environment}`)}, the newest last`;
  return [title, ...table({ columns: columnsOf(), rows, width: terminalWidth() })];
};

const searched = 400;

const oneOf = async ({ definition, ports }: Site, name: string): Promise<Report> => {
  const reports = await ports.state.reports(definition.environment, searched);
  const found = name === 'last' ? reports[0] : reports.find(({ run }) => run === name || run.endsWith(name));
  if (found) return found;
  const known = reports.slice(0, 5).map(({ run }) => run);
  const remedy = known.length === 0 ? 'there are no runs yet' : `the newest are ${known.join(', ')}`;
  throw new InputError(`no run of ${definition.environment} is named \`${name}\`; ${remedy}`);
};

const goingOn = async (site: Site, showing: Showing): Promise<number> => {
  const { environment } = site.definition;
  const lease = await site.ports.state.readLease(environment);
  if (lease && leaseInForce(lease, site.ports.runtime.now().getTime()))
    return showRun(site, (run) => run === lease.run, showing);
  if (!showing.json)
    tell(site, `no run of ${environment} is in progress; to see the last one: curfew runs ${environment} last`);
  return 0;
};

const writePage = async (
  site: Site,
  reports: readonly Report[],
  { html: file, force, json }: RunsOptions,
): Promise<void> => {
  if (file === undefined) return;
  const { definition, ports } = site;
  const nowMs = ports.runtime.now().getTime();
  const off = { from: Math.min(nowMs, ...reports.map(({ startedAt }) => Date.parse(startedAt))), to: nowMs };
  const memories = await ports.state.memories(definition.environment);
  const saved = await savedWith(site.sizes, definition, memories, reports, off);
  writeFile(
    file,
    page(
      timelineOfRuns(definition, reports, {
        nowMs,
        saved: reports.length > 1 ? saved : undefined,
        isSimulated: site.isSimulated,
      }),
    ),
    '--html',
    force,
  );
  const text = `Page written: ${file}`;
  if (json) complainOf(site, text);
  else tell(site, text);
};

const list = async (site: Site, options: RunsOptions): Promise<number> => {
  const { limit, json } = options;
  const { environment, timeZone } = site.definition;
  const reports = await site.ports.state.reports(environment, limit);
  await writePage(site, reports, options);
  if (json) for (const report of reports) tellJson(site, report);
  else tell(site, history(reports, environment, timeZone));
  return 0;
};

/** Answers with the exit code. */
export const showRuns = (name: string, run: string | undefined, options: RunsOptions): Promise<number> => {
  if (run !== undefined && options.follow)
    throw new InputError('--follow shows the run in progress: give either --follow or the name of a run');
  if (options.html !== undefined && options.follow)
    throw new InputError('--html shows runs that have ended: give either --html or --follow');
  if (options.html !== undefined) refuseUnwritable(options.html, '--html', options.force);
  return siteOf(name, options, { otherwise: options.follow ? 'beginning' : 'end', json: options.json })(
    async (site) => {
      if (options.follow) return goingOn(site, showingOf(options));
      if (run === undefined) return list(site, options);
      const report = await oneOf(site, run);
      await writePage(site, [report], options);
      return showReport(report, site, showingOf(options));
    },
  );
};
