// Our own words, by their discriminator: asked before every other recogniser, since heuristics might claim them too.
import * as z from 'zod';
import type { Savings } from '#core/cost.ts';
import type { Notification, Severity } from '#core/notification.ts';
import type { Report } from '#core/report.ts';
import { recogniseNotice } from '../sources/curfew-notice/recognise.ts';
import { recogniseReport } from '../sources/curfew-report/recognise.ts';
import { recogniseSavings } from '../sources/curfew-savings/recognise.ts';
import { instantOf, text } from './fields.ts';
import { notification, type Recogniser, type Said } from './recognised.ts';

const severityOf = ({ outcome, warnings }: Report): Severity => {
  if (outcome === 'failed') return 'error';
  return ['partial', 'refused', 'stale'].includes(outcome) || warnings.length > 0 ? 'warning' : 'info';
};

const ownReport = (said: Said, report: Report): Notification =>
  notification(said, {
    source: 'curfew',
    severity: severityOf(report),
    name: `${report.environment}-${report.action}`,
    environment: report.environment,
    at: instantOf(report.endedAt),
    key: [report.run],
    detail: { kind: 'report', report },
  });

const ownSavings = (said: Said, savings: Savings): Notification =>
  notification(said, {
    source: 'curfew',
    severity: 'info',
    name: `${savings.environment}-savings`,
    environment: savings.environment,
    at: instantOf(savings.to),
    key: [savings.month],
    detail: { kind: 'savings', savings },
  });

const cleanup = z.object({
  kind: z.literal('curfew-cleanup-report'),
  environment: text,
  run: text,
  outcome: text,
  reason: text,
  endedAt: text,
});

const cleanupReport = (said: Said): Notification | undefined => {
  const found = cleanup.safeParse(said.json).data;
  if (!found) return undefined;
  const { environment, outcome = 'unknown', reason } = found;
  return notification(said, {
    source: 'curfew',
    severity: outcome === 'done' ? 'info' : outcome === 'failed' ? 'error' : 'warning',
    name: `${environment ?? 'kafka'}-cleanup`,
    ...(environment === undefined ? {} : { environment }),
    at: instantOf(found.endedAt),
    key: [found.run],
    detail: { kind: 'cleanup-report', outcome, reason, detail: JSON.stringify(said.json) },
  });
};

export const recogniseOwn: Recogniser = (said) => {
  const report = recogniseReport(said.json);
  if (report) return ownReport(said, report);
  const notice = recogniseNotice(said.json);
  const savings = recogniseSavings(said.json);
  if (savings) return ownSavings(said, savings);
  if (!notice) return cleanupReport(said);
  return notification(said, {
    source: 'curfew',
    severity: 'warning',
    name: `${notice.environment}-${notice.notice}`,
    environment: notice.environment,
    at: instantOf(notice.at),
    detail: { kind: 'notice', notice },
  });
};
