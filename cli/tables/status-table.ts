// The status of one environment in full, and of several in a line each. Pure.

import { someNames } from '#core/bytes.ts';
import { runName } from '#core/part-text.ts';
import { pluralise } from '#core/pluralise.ts';
import { isFine, type ResourceStatus, type Status } from '../live/status.ts';
import { dayTime } from '../terminal/local-time.ts';
import { styled } from '../terminal/output.ts';
import { table } from '../terminal/table.ts';
import { wrapped } from '../terminal/text-width.ts';

type StatusView = { readonly width?: number | undefined; readonly verbose?: boolean };

/** `awake until Sat 21 Nov 14:00, with scoring` */
const awakeText = ({ awake }: ResourceStatus, local: (time: string) => string): string[] => {
  if (!awake) return [];
  const until = awake.until === null ? 'always awake' : `awake until ${local(awake.until)}`;
  return [
    [until, ...(awake.with === undefined ? [] : [`with ${awake.with}`]), ...(awake.why ? [awake.why] : [])].join(', '),
  ];
};

const rowOf = (one: ResourceStatus, local: (time: string) => string): string[] => {
  const { resource, kind, status, asWanted, reason, staysDown } = one;
  return [
    asWanted ? styled('green', `✓ ${resource}`) : styled('yellow', `✗ ${resource}`),
    status,
    styled('dim', kind),
    [...(asWanted && !staysDown ? [] : [reason]), ...awakeText(one, local)].join('; '),
  ];
};

const columns = [{}, {}, { canGo: 1 }, { isText: true }] as const;

/** So many resources can be read at a glance; of more, only what is not as desired. */
const rowsShown = 20;

const resourceLines = ({ resources, timeZone }: Status, { width, verbose = false }: StatusView): string[] => {
  const local = (time: string): string => dayTime(Date.parse(time), timeZone);
  const isNews = ({ asWanted, staysDown }: ResourceStatus): boolean => !asWanted || staysDown === true;
  const all = verbose || resources.length <= rowsShown;
  const shown = resources.filter((one) => all || isNews(one)).toSorted((a, b) => Number(isNews(a)) - Number(isNews(b)));
  const fine = resources.filter(({ asWanted }) => asWanted).length;
  const hidden = shown.length < resources.length ? ' (--verbose lists them)' : '';
  return [
    ...table({ columns, rows: shown.map((one) => rowOf(one, local)), width }),
    `  ${fine} of ${pluralise(resources.length, 'resource')} as desired${hidden}`,
  ];
};

const desiredLine = ({ wanted }: Status, local: (time: string) => string): string =>
  wanted
    ? `desired: ${styled('bold', wanted.state)} since ${local(wanted.since)} (${wanted.reason})`
    : 'No desired state yet: never started, stopped or held.';

const exceptionsShown = 5;

/** `scoring, camunda-db: up since … (scoring stays awake until …)` */
const exceptionLines = ({ exceptions = [] }: Status, local: (time: string) => string): string[] =>
  exceptions.map(
    ({ state, since, reason, resources }) =>
      `but ${someNames(resources, exceptionsShown)}: ${styled('bold', state)} since ${local(since)} (${reason})`,
  );

const nextText = ({ schedule }: Status, local: (time: string) => string): string =>
  schedule.next
    .map(({ action, at, written, begins, reason, skipped }) => {
      const notes = [
        ...(reason === undefined ? [] : [reason]),
        ...(skipped === undefined ? [] : [`skipped: ${skipped}`]),
      ];
      const note = notes.length === 0 ? '' : ` (${notes.join('; ')})`;
      if (begins !== undefined) return `${action} ${local(begins)}, ready by ${local(at)}${note}`;
      return `${written === undefined ? `${action} ${local(at)}` : `${action} ${written}, yours ${local(at)}`}${note}`;
    })
    .join(', ');

const windowsShown = 3;

/** `awake next: scoring Sat 21 Nov 10:00 to Sat 21 Nov 14:00`: what is open already stands at its resource. */
const awakeLines = ({ schedule }: Status, local: (time: string) => string): string[] => {
  const next = (schedule.awake ?? []).filter(({ open }) => !open).toSorted((a, b) => (a.from < b.from ? -1 : 1));
  const groups = Map.groupBy(next, ({ from, until, why = '' }) => JSON.stringify([from, until, why]));
  const texts = [...groups.values()].flatMap(([first, ...others]) => {
    if (!first || first.until === null) return [];
    const names = someNames(
      [first, ...others].map(({ resource }) => resource),
      exceptionsShown,
    );
    return [
      `${names} ${local(first.from)} to ${local(first.until)}${first.why === undefined ? '' : ` (${first.why})`}`,
    ];
  });
  const more = texts.length > windowsShown ? [`${texts.length - windowsShown} more`] : [];
  return texts.length === 0 ? [] : [`awake next: ${[...texts.slice(0, windowsShown), ...more].join(', ')}`];
};

const shortTimes = ({ schedule }: Status): string[] =>
  schedule.enabled ? schedule.next.flatMap(({ warning }) => warning ?? []) : [];

const scheduleLine = (status: Status, local: (time: string) => string): string => {
  const { schedule, environment } = status;
  if (!schedule.enabled) return 'schedule: off (`schedule.enabled: false` in the definition)';
  if (schedule.paused) return styled('yellow', `schedule: paused; to resume: curfew resume ${environment}`);
  return `next: ${nextText(status, local) || 'nothing is scheduled'}`;
};

const comparedText = ({ deployed, differences, file }: Status['definition']): string => {
  if (!deployed) return 'none is deployed yet';
  if (differences === 0) return 'your file is the same';
  if (differences !== null) return styled('yellow', `your file differs in ${pluralise(differences, 'place')}`);
  return file === null ? '' : styled('yellow', 'this release cannot compare it with your file');
};

/** File, deployed and used version side by side. */
const definitionLine = ({ definition }: Status): string => {
  const { deployed, used } = definition;
  const name = deployed ? `definition v${deployed.version}` : 'definition';
  const users = used.map(({ by, version }) => `${by} v${version}`).join(', ');
  return [name, comparedText(definition), users && `used: ${users}`].filter((part) => part !== '').join(' · ');
};

/** Nothing where it is not known: before a stack has delivered a definition. */
const accessLine = ({ definition: { access, file } }: Status): string[] => {
  if (access === null || access.missing === null) return [];
  const { stack, owner, missing } = access;
  const by =
    owner === 'stack' ? `the stack ${stack} grants them and owns the definition` : `granted by ${stack ?? 'its stack'}`;
  const whose = file === null ? 'it' : 'your file';
  return [
    missing.length === 0
      ? `rights: enough for ${file === null ? 'what is deployed' : whose} · ${by}`
      : styled(
          'yellow',
          `rights: ${whose} needs ${missing.length} more, by a deployment (curfew diff lists them) · ${by}`,
        ),
  ];
};

const leaseLine = ({ lease, environment }: Status): string[] => {
  if (!lease) return [];
  const { action, only } = lease;
  const part = only === undefined || action === 'deploy' ? '' : ` (${runName({ action, only })})`;
  return lease.expired
    ? [styled('yellow', `${lease.run} stopped reporting; reconcile starts another run`)]
    : [`in progress: ${lease.run}${part}; to follow it: curfew runs ${environment} --follow`];
};

/** Times as the rest of the status writes them. */
const retryText = ({ at, text }: NonNullable<Status['retry']>, local: (time: string) => string): string =>
  at === null ? text : text.replace(at, local(at));

const lastRunLine = ({ lastRun }: Status): string[] =>
  lastRun ? [`last run: ${lastRun.run}, ${lastRun.outcome}, ${lastRun.reason}`] : [];

export const statusLines = (status: Status, view: StatusView = {}): string[] => {
  const { width = Number.POSITIVE_INFINITY } = view;
  const local = (time: string): string => dayTime(Date.parse(time), status.timeZone);
  const facts = [
    desiredLine(status, local),
    ...exceptionLines(status, local),
    scheduleLine(status, local),
    ...(status.schedule.paused ? [] : awakeLines(status, local)),
    ...shortTimes(status).map((warning) => styled('yellow', warning)),
    definitionLine(status),
    ...accessLine(status),
    ...(status.silences ?? []).map(
      ({ pattern, until, by, why }) => `silenced: ${pattern} until ${local(until)} by ${by}: ${why}`,
    ),
    ...status.overrides.map(({ hold, until, by, why }) => `held ${hold} until ${local(until)} by ${by}: ${why}`),
    ...leaseLine(status),
    ...lastRunLine(status),
    ...(status.retry ? [styled('yellow', `what failed is ${retryText(status.retry, local)}`)] : []),
  ];
  return [
    `${styled('bold', status.environment)}  ${local(status.at)} (${status.timeZone})  ${styled('dim', status.region)}`,
    ...facts.flatMap((line) => wrapped(line, width, '  ')),
    ...resourceLines(status, view),
    ...status.orphans.flatMap(({ resource, orphaned }) =>
      wrapped(styled('yellow', `⚠ ${resource}: ${orphaned}`), width, '  '),
    ),
    '',
  ];
};

const newsOf = (status: Status, local: (time: string) => string): string[] => {
  const { schedule, lease, overrides, retry, orphans, definition } = status;
  return [
    ...(lease ? [lease.expired ? `${lease.run} stopped reporting` : `${lease.run} in progress`] : []),
    ...overrides.map(({ hold, until }) => `held ${hold} until ${local(until)}`),
    ...(schedule.enabled ? [] : ['schedule off']),
    ...(schedule.enabled && schedule.paused ? ['schedule paused'] : []),
    ...(retry ? [`what failed is ${retryText(retry, local)}`] : []),
    ...(definition.deployed && definition.differences ? [`file differs from v${definition.deployed.version}`] : []),
    ...(orphans.length > 0 ? [`${pluralise(orphans.length, 'resource')} down and not in the definition`] : []),
  ];
};

const overviewRow = (status: Status): string[] => {
  const local = (time: string): string => dayTime(Date.parse(time), status.timeZone);
  const { environment, wanted, resources } = status;
  const fine = resources.filter(({ asWanted }) => asWanted).length;
  const name = isFine(status) ? styled('green', `✓ ${environment}`) : styled('yellow', `✗ ${environment}`);
  const next = status.schedule.paused
    ? ''
    : nextText({ ...status, schedule: { ...status.schedule, next: status.schedule.next.slice(0, 1) } }, local);
  return [
    name,
    wanted?.state ?? '–',
    `${fine} of ${resources.length}`,
    next || '–',
    status.region,
    newsOf(status, local).join('; '),
  ];
};

/** One line each; what is not as desired last. */
export const overviewLines = (all: readonly Status[], width?: number): string[] => {
  const heads = ['environment', 'desired', 'as desired', 'next', 'region', 'notes'].map((text) => styled('dim', text));
  const [environment = '', desired = '', fine = '', next = '', region = '', notes = ''] = heads;
  return [
    `${styled('bold', pluralise(all.length, 'environment'))}, what is not as desired last`,
    ...table({
      columns: [
        { head: environment },
        { head: desired },
        { head: fine },
        { head: next },
        { head: region, canGo: 1 },
        { head: notes, isText: true },
      ],
      rows: all.toSorted((a, b) => Number(!isFine(a)) - Number(!isFine(b))).map(overviewRow),
      width,
    }),
  ];
};
