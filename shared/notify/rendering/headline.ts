// The first line of a report: how the run ended. Pure.

import type { Action } from '#core/action.ts';
import { assertNever } from '#core/errors.ts';
import { partOfWhole } from '#core/part-text.ts';
import { readyText } from '#core/ready-text.ts';
import type { Report, ReportedResource, ReportOutcome } from '#core/report.ts';
import { type Escaped, joined, line, mrkdwn } from './escape.ts';
import { colors } from './message.ts';
import { renderDuration } from './time.ts';

const headlineLengthMax = 600;

/** The name of each action and of the state that it leads to. */
export const actionLabels: Readonly<
  Record<Action, { action: Escaped; goal: Escaped; reached: Escaped; missed: Escaped }>
> = {
  start: { action: mrkdwn`start`, goal: mrkdwn`up`, reached: mrkdwn`☀️`, missed: mrkdwn`Did not come up` },
  stop: { action: mrkdwn`stop`, goal: mrkdwn`down`, reached: mrkdwn`🌙`, missed: mrkdwn`Did not go down` },
};

export const colorOf: Readonly<Record<ReportOutcome, string>> = {
  done: colors.good,
  partial: colors.warning,
  failed: colors.danger,
  refused: colors.warning,
  stale: colors.warning,
  superseded: colors.neutral,
  skipped: colors.neutral,
  duplicate: colors.neutral,
  'dry-run': colors.neutral,
};

export const having = (report: Report, ...outcomes: readonly ReportedResource['outcome'][]): ReportedResource[] =>
  report.resources.filter(({ outcome }) => outcomes.includes(outcome));

const opening = (report: Report): Escaped => {
  const { action, goal, reached } = actionLabels[report.action];
  const { only, of } = report;
  const part = partOfWhole({ action: report.action, only, count: report.resources.length, of });
  const environment = line(report.environment + (part === undefined ? '' : ` (${part})`), 200);
  switch (report.outcome) {
    case 'done':
      return mrkdwn`${reached} ${environment} is ${goal}`;
    case 'partial':
      return mrkdwn`⚠️ ${environment} is only partly ${goal}`;
    case 'failed':
      return mrkdwn`❌ ${environment} is not ${goal}`;
    case 'refused':
      return mrkdwn`⛔ ${action} of ${environment} refused`;
    case 'stale':
      return mrkdwn`⏰ late ${action} of ${environment} ignored`;
    case 'superseded':
      return mrkdwn`↪️ ${action} of ${environment} was taken over`;
    case 'skipped':
      return mrkdwn`⏸️ ${action} of ${environment} skipped`;
    case 'duplicate':
      return mrkdwn`ℹ️ second delivery of the ${action} of ${environment} ignored`;
    case 'dry-run':
      return mrkdwn`🔍 dry run of the ${action} of ${environment}`;
    default:
      return assertNever(report.outcome);
  }
};

const changed = (report: Report): Escaped =>
  mrkdwn`${having(report, 'done').filter(({ gate }) => !gate).length} of ${report.resources.length} changed`;

const troubles = (report: Report): Escaped[] => {
  const failed = having(report, 'failed').length;
  const refused = having(report, 'refused').length;
  const blocked = having(report, 'blocked').length;
  return [
    ...(failed > 0 ? [mrkdwn`${failed} failed`] : []),
    ...(refused > 0 ? [mrkdwn`${refused} refused`] : []),
    ...(blocked > 0 ? [mrkdwn`${blocked} blocked`] : []),
  ];
};

export const criticalPath = ({ criticalPath: path }: Report): Escaped[] =>
  path.length === 0
    ? []
    : [
        mrkdwn`critical path ${joined(
          path.map((name) => line(name, 60)),
          ' → ',
          200,
        )}`,
      ];

const facts = (report: Report): Escaped[] => {
  const reason = line(report.reason, 200);
  const duration = renderDuration(report.seconds);
  const readiness = readyText(report);
  const ready = readiness === undefined ? [] : [line(readiness, 80)];
  switch (report.outcome) {
    case 'done':
      // Of one that changed nothing the reason says it.
      return having(report, 'done').length === 0
        ? [reason, duration, ...criticalPath(report)]
        : [changed(report), ...ready, duration, ...criticalPath(report)];
    case 'partial':
    case 'failed': {
      const wrong = troubles(report);
      return [...(wrong.length === 0 ? [reason] : wrong), changed(report), ...ready, duration];
    }
    case 'superseded':
      return [changed(report), reason];
    case 'dry-run':
      return [...troubles(report), reason];
    default:
      return [reason];
  }
};

/** At most `headlineLengthMax` long. */
export const renderHeadline = (report: Report): Escaped =>
  joined([opening(report), ...facts(report)], ' · ', headlineLengthMax);
