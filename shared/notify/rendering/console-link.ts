// Links into the AWS console of the region and partition something is in. Made of names, so everything is encoded.
import { type Escaped, link, mrkdwn } from './escape.ts';

type Place = { readonly region: string | undefined };

const hostOf = (region: string): string => {
  if (region.startsWith('cn-')) return 'console.amazonaws.cn';
  return region.startsWith('us-gov-') ? 'console.amazonaws-us-gov.com' : 'console.aws.amazon.com';
};

const isRegion = (region: string | undefined): region is string =>
  /^[a-z]{2}(?:-[a-z]{2,12}){1,2}-\d{1,2}$/.test(region ?? '');

const encoded = (name: string): string =>
  encodeURIComponent(name.toWellFormed()).replace(
    /[!'()*]/g,
    (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`,
  );

/** CloudWatch takes names in the fragment of its address with `$` for `%` (facts/notifications.md 3, "Console link"). */
const dollars = (name: string): string => encoded(name).replaceAll('%', '$');

/** Without a region by code there is no such address: then nothing is linked. */
const inConsole = ({ region }: Place, path: (region: string) => string, label: Escaped): Escaped[] =>
  isRegion(region) ? link(`https://${region}.${hostOf(region)}/${path(region)}`, label) : [];

export const alarmLink = (place: Place, name: string): Escaped[] =>
  inConsole(place, (region) => `cloudwatch/home?region=${region}#alarmsV2:alarm/${dollars(name)}`, mrkdwn`alarm`);

export const dashboardLink = (place: Place, name: string | undefined): Escaped[] =>
  name === undefined
    ? []
    : inConsole(
        place,
        (region) => `cloudwatch/home?region=${region}#dashboards/dashboard/${dollars(name)}`,
        mrkdwn`dashboard`,
      );

export const databaseLink = (place: Place, id: string, isCluster: boolean): Escaped[] =>
  inConsole(
    place,
    (region) => `rds/home?region=${region}#database:id=${encoded(id)};is-cluster=${isCluster}`,
    mrkdwn`database`,
  );

export const ecsServiceLink = (place: Place, cluster: string, service: string): Escaped[] =>
  inConsole(
    place,
    (region) => `ecs/v2/clusters/${encoded(cluster)}/services/${encoded(service)}/health?region=${region}`,
    mrkdwn`service`,
  );

export const functionLink = (place: Place, name: string): Escaped[] =>
  inConsole(
    place,
    (region) => `lambda/home?region=${region}#/functions/${encoded(name)}?tab=monitoring`,
    mrkdwn`function`,
  );

/** The finding itself, or all of them. */
export const findingsLink = (place: Place, id: string | undefined): Escaped[] =>
  inConsole(
    place,
    (region) =>
      `guardduty/home?region=${region}#/findings${id === undefined ? '' : `?search=id%3D${encoded(encoded(id))}`}`,
    id === undefined ? mrkdwn`findings` : mrkdwn`finding`,
  );

/** Security Hub searches for `Id=\\operator\\:EQUALS\\:…`, encoded twice. */
export const securityHubFindingLink = (place: Place, id: string | undefined): Escaped[] =>
  inConsole(
    place,
    (region) =>
      `securityhub/home?region=${region}#/findings${
        id === undefined ? '' : `?search=Id%3D%255Coperator%255C%253AEQUALS%255C%253A${encoded(encoded(id))}`
      }`,
    id === undefined ? mrkdwn`findings` : mrkdwn`finding`,
  );

/** In the console's own notation of a part of an address within another: `/` is `$252F`. */
const logGroupPath = (group: string): string => encoded(encoded(group)).replaceAll('%', '$');

/** What was logged around that time. */
export const logsLink = (place: Place, group: string, span: { fromMs: number; toMs: number } | undefined): Escaped[] =>
  inConsole(
    place,
    (region) =>
      `cloudwatch/home?region=${region}#logsV2:log-groups/log-group/${logGroupPath(group)}${
        span === undefined ? '' : `/log-events$3Fstart$3D${span.fromMs}$26end$3D${span.toMs}`
      }`,
    mrkdwn`logs`,
  );

/** `graph` is what the console takes as one: see `graph.ts`. */
export const graphLink = (place: Place, graph: (region: string) => string): Escaped[] =>
  inConsole(place, (region) => `cloudwatch/home?region=${region}#metricsV2:graph=${graph(region)}`, mrkdwn`graph`);

/** The agent space of AWS DevOps Agent with its investigations. */
export const agentSpaceUrl = (region: string, agentSpace: string): string =>
  `https://${region}.${hostOf(region)}/aidevops/home?region=${region}#/agent-spaces/${encoded(agentSpace)}`;

/** Budgets and AWS Health have no region. */
export const budgetsLink = (): Escaped[] =>
  link('https://console.aws.amazon.com/billing/home#/budgets', mrkdwn`budgets`);

const healthLists = {
  issues: 'dashboard/open-issues',
  changes: 'dashboard/scheduled-changes',
  notes: 'dashboard/other-notifications',
  log: 'event-log',
} as const;

/** The event within the list that holds it. */
export const healthLink = (list: keyof typeof healthLists, eventArn: string | undefined): Escaped[] => {
  const event = eventArn === undefined ? '' : `?eventID=${encoded(eventArn)}&eventTab=details`;
  return link(
    `https://health.console.aws.amazon.com/health/home#/account/${healthLists[list]}${event}`,
    mrkdwn`AWS Health`,
  );
};

/** A link that AWS sent, if it leads to its console. */
export const givenLink = (url: string | undefined, label: Escaped): Escaped[] =>
  url !== undefined &&
  /^https:\/\/(?:[a-z0-9-]+\.)*console\.(?:aws\.amazon\.com|amazonaws\.cn|amazonaws-us-gov\.com)\/[^\s<>|]*$/.test(url)
    ? link(url, label)
    : [];
