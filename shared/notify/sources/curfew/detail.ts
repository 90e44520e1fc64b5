import type { Savings } from '#core/cost.ts';
import type { Investigation } from '#core/investigation.ts';
import type { Notice } from '#core/notice.ts';
import type { Report } from '#core/report.ts';

export type OwnReport = { readonly kind: 'report'; readonly report: Report };
type OwnNotice = { readonly kind: 'notice'; readonly notice: Notice };
export type OwnSavings = { readonly kind: 'savings'; readonly savings: Savings };
/** As far as a message shows it: `curfew costs --json` has the rest. */
export type MonthlyCosts = {
  readonly environment: string;
  readonly month: string;
  readonly currency: string;
  readonly planned: number | undefined;
  readonly actual: number;
  readonly saved: number | undefined;
  readonly conclusion: string | undefined;
  readonly services: readonly { readonly service: string; readonly usd: number }[];
  readonly changed: readonly string[];
  readonly alwaysOn: readonly { readonly what: string; readonly usdPerMonth: number }[];
};
export type OwnCosts = { readonly kind: 'costs'; readonly costs: MonthlyCosts };
export type OwnInvestigation = { readonly kind: 'investigation'; readonly investigation: Investigation };
export type CleanupReport = {
  readonly kind: 'cleanup-report';
  readonly outcome: string;
  readonly reason: string | undefined;
  /** JSON */
  readonly detail: string;
};

export type OwnDetail = OwnReport | OwnNotice | OwnSavings | OwnInvestigation | OwnCosts | CleanupReport;
