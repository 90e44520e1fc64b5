// `curfew status`: one environment, or every environment of the folder, for people or as JSON Lines.
import { environmentNames } from '../files/environments.ts';
import { dayTime } from '../terminal/local-time.ts';
import { print, styled, table } from '../terminal/output.ts';
import { siteOf } from './open-site.ts';
import type { SiteOptions } from './site-options.ts';
import { isFine, type ResourceStatus, type Status, statusOf } from './status.ts';

export type StatusOptions = SiteOptions & { readonly json?: true };

const rowOf = ({ resource, kind, status, asWanted, reason, staysDown }: ResourceStatus): string[] => [
  asWanted ? styled('green', `✓ ${resource}`) : styled('yellow', `✗ ${resource}`),
  styled('dim', kind),
  status,
  asWanted && !staysDown ? '' : reason,
];

const wantedLine = ({ wanted }: Status, local: (time: string) => string): string =>
  wanted
    ? `due ${styled('bold', wanted.state)} since ${local(wanted.since)}: ${wanted.reason}`
    : 'nothing has said yet what it should be: no slot, no person, no override';

const scheduleLine = ({ schedule }: Status, local: (time: string) => string): string => {
  if (!schedule.enabled) return 'schedule: disabled in the definition';
  if (schedule.paused) return styled('yellow', 'schedule: paused by the runtime switch');
  const next = schedule.next.map(({ action, at }) => `${action} ${local(at)}`);
  return `next: ${next.length > 0 ? next.join(', ') : 'nothing is scheduled'}`;
};

const leaseLine = ({ lease, environment }: Status): string[] => {
  if (!lease) return [];
  return lease.expired
    ? [styled('yellow', `${lease.run} held the lease and is gone; reconcile starts another run`)]
    : [`${lease.run} is changing it; to watch: curfew runs ${environment} --follow`];
};

/** As people here write times. */
const retryText = ({ at, text }: NonNullable<Status['retry']>, local: (time: string) => string): string =>
  at === null ? text : text.replace(at, local(at));

const lines = (status: Status): string[] => {
  const local = (time: string): string => dayTime(Date.parse(time), status.timeZone);
  return [
    `${styled('bold', status.environment)}  ${local(status.at)}  ${styled('dim', status.region)}`,
    ...[
      wantedLine(status, local),
      scheduleLine(status, local),
      ...(status.silences ?? []).map(
        ({ pattern, until, by, why }) => `${pattern} is silent until ${local(until)} by ${by}: ${why}`,
      ),
      ...status.overrides.map(({ hold, until, by, why }) => `held ${hold} until ${local(until)} by ${by}: ${why}`),
      ...leaseLine(status),
      ...(status.lastRun
        ? [`last run: ${status.lastRun.run}, ${status.lastRun.outcome}, ${status.lastRun.reason}`]
        : []),
      ...(status.retry ? [styled('yellow', `what failed is ${retryText(status.retry, local)}`)] : []),
    ].map((line) => `  ${line}`),
    '',
    ...table(status.resources.map(rowOf), '  ', process.stdout.columns),
    ...status.orphans.map(({ resource, orphaned }) => styled('yellow', `  ⚠ ${resource}: ${orphaned}`)),
    '',
  ];
};

const showOne = (name: string, options: StatusOptions): Promise<boolean> =>
  siteOf(name, options, { otherwise: 'beginning' })(async (site) => {
    const status = await statusOf(site);
    if (options.json) print(JSON.stringify(status));
    else for (const line of lines(status)) print(line);
    return isFine(status);
  });

/** Answers with the exit code. */
export const showStatus = async (name: string | undefined, options: StatusOptions): Promise<0 | 1> => {
  let fine = true;
  for (const one of name === undefined ? environmentNames() : [name]) fine = (await showOne(one, options)) && fine;
  return fine ? 0 : 1;
};
