import type { Savings } from '#core/cost.ts';
import type { Investigation } from '#core/investigation.ts';
import type { Notice } from '#core/notice.ts';
import type { Report } from '#core/report.ts';

export type OwnReport = { readonly kind: 'report'; readonly report: Report };
type OwnNotice = { readonly kind: 'notice'; readonly notice: Notice };
export type OwnSavings = { readonly kind: 'savings'; readonly savings: Savings };
export type OwnInvestigation = { readonly kind: 'investigation'; readonly investigation: Investigation };
export type CleanupReport = {
  readonly kind: 'cleanup-report';
  readonly outcome: string;
  readonly reason: string | undefined;
  /** JSON */
  readonly detail: string;
};

export type OwnDetail = OwnReport | OwnNotice | OwnSavings | OwnInvestigation | CleanupReport;
