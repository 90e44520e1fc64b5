// Our own words, by where they come from and their discriminator: asked before every other recogniser, since heuristics might
// claim them too. Everybody who may publish to another topic can imitate their form, so that alone proves nothing.
import * as z from 'zod';
import type { Savings } from '#core/cost.ts';
import { operatorsIn } from '#core/deployed.ts';
import type { Investigation } from '#core/investigation.ts';
import type { Report } from '#core/report.ts';
import { instantOf, text } from '#notify/recognition/fields.ts';
import {
  notification,
  placeOfTopic,
  type RawMessage,
  type Recognised,
  type Recogniser,
} from '#notify/recognition/recognised.ts';
import { recogniseCosts } from '../curfew-costs/recognise.ts';
import { recogniseInvestigation } from '../curfew-investigation/recognise.ts';
import { recogniseNotice } from '../curfew-notice/recognise.ts';
import { recogniseReport } from '../curfew-report/recognise.ts';
import { recogniseSavings } from '../curfew-savings/recognise.ts';
import type {
  CleanupReport,
  MonthlyCosts,
  OwnCosts,
  OwnDetail,
  OwnInvestigation,
  OwnReport,
  OwnSavings,
} from './detail.ts';
import { severityOfCleanup, severityOfReport } from './policy.ts';

const ownReport = (raw: RawMessage, report: Report): Recognised<OwnReport> =>
  notification(raw, {
    source: 'curfew',
    severity: severityOfReport(report),
    name: `${report.environment}-${report.action}`,
    environment: report.environment,
    at: instantOf(report.endedAt),
    key: [report.run],
    detail: { kind: 'report', report },
  });

const ownSavings = (raw: RawMessage, savings: Savings): Recognised<OwnSavings> =>
  notification(raw, {
    source: 'curfew',
    severity: 'info',
    name: `${savings.environment}-savings`,
    environment: savings.environment,
    at: instantOf(savings.to),
    key: [savings.month],
    detail: { kind: 'savings', savings },
  });

const ownCosts = (raw: RawMessage, costs: MonthlyCosts): Recognised<OwnCosts> =>
  notification(raw, {
    source: 'curfew',
    severity: costs.planned !== undefined && costs.actual > costs.planned ? 'warning' : 'info',
    name: `${costs.environment}-costs`,
    environment: costs.environment,
    key: [costs.month],
    detail: { kind: 'costs', costs },
  });

/** Not `curfew`: whoever answers for incidents may want it elsewhere. */
const ownInvestigation = (raw: RawMessage, investigation: Investigation): Recognised<OwnInvestigation> =>
  notification(raw, {
    source: 'investigation',
    severity: 'info',
    name: investigation.alarm,
    environment: investigation.environment,
    region: placeOfTopic(raw).region,
    at: instantOf(investigation.at),
    key: [investigation.task],
    detail: { kind: 'investigation', investigation },
  });

const cleanup = z.object({
  kind: z.literal('curfew-cleanup-report'),
  environment: text,
  run: text,
  outcome: text,
  reason: text,
  endedAt: text,
});

const cleanupReport = (raw: RawMessage): Recognised<CleanupReport> | undefined => {
  const found = cleanup.safeParse(raw.json).data;
  if (!found) return undefined;
  const { environment, outcome = 'unknown', reason } = found;
  return notification(raw, {
    source: 'curfew',
    severity: severityOfCleanup(outcome),
    name: `${environment ?? 'kafka'}-cleanup`,
    ...(environment === undefined ? {} : { environment }),
    at: instantOf(found.endedAt),
    key: [found.run],
    detail: { kind: 'cleanup-report', outcome, reason, detail: JSON.stringify(raw.json) },
  });
};

const recogniseForm = (raw: RawMessage): Recognised<OwnDetail> | undefined => {
  const report = recogniseReport(raw.json);
  if (report) return ownReport(raw, report);
  const notice = recogniseNotice(raw.json);
  const savings = recogniseSavings(raw.json);
  if (savings) return ownSavings(raw, savings);
  const costs = recogniseCosts(raw.json);
  if (costs) return ownCosts(raw, costs);
  const investigation = recogniseInvestigation(raw.json);
  if (investigation) return ownInvestigation(raw, investigation);
  if (!notice) return cleanupReport(raw);
  return notification(raw, {
    source: 'curfew',
    severity: 'warning',
    name: `${notice.environment}-${notice.notice}`,
    environment: notice.environment,
    at: instantOf(notice.at),
    detail: { kind: 'notice', notice },
  });
};

/** An environment is spoken for on its own operator topic alone. */
export const recogniseOwn: Recogniser<OwnDetail> = (raw) => {
  const operators = operatorsIn(raw.topicArn);
  const found = operators === undefined ? undefined : recogniseForm(raw);
  return found?.environment === undefined || found.environment === operators ? found : undefined;
};

/** Whether it has one of our discriminators: a message that is not ours is marked as such. */
export const imitatesUs = (json: unknown): boolean =>
  typeof json === 'object' &&
  json !== null &&
  'kind' in json &&
  typeof json.kind === 'string' &&
  json.kind.startsWith('curfew-');
