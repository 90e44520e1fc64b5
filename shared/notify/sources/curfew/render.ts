// What Curfew says of itself, by kind.

import { line, mrkdwn } from '#notify/rendering/escape.ts';
import { laidOut, optional } from '#notify/rendering/layout.ts';
import { section } from '#notify/rendering/message.ts';
import type { Renderers } from '#notify/rendering/renderers.ts';
import { renderCosts } from '../curfew-costs/render.ts';
import { renderInvestigation } from '../curfew-investigation/render.ts';
import { renderNotice } from '../curfew-notice/render.ts';
import { renderReport } from '../curfew-report/render.ts';
import { renderSavings } from '../curfew-savings/render.ts';
import type { OwnDetail } from './detail.ts';

export const render: Renderers<OwnDetail> = {
  report: (_notification, { report }, reader) => renderReport(report, reader),
  notice: (_notification, { notice }) => renderNotice(notice),
  savings: (_notification, { savings }) => renderSavings(savings),
  costs: (_notification, { costs }) => renderCosts(costs),
  investigation: (notification, { investigation }, reader) => renderInvestigation(notification, investigation, reader),
  'cleanup-report': (notification, { outcome, reason }, reader) =>
    laidOut(notification, reader, {
      headline: mrkdwn`🧹 Kafka cleanup: ${line(outcome, 60)}`,
      blocks: optional(reason, 1_500).map(section),
    }),
};
