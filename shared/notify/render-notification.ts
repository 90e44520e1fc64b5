// From what was recognised to the message it becomes. Pure. The lengths given in each renderer add up to less than Slack takes,
// whatever anybody wrote.
import type { Notification } from '#domain/notification.ts';
import type { SlackMessage } from './message.ts';
import { renderAlarm } from './render-alarm.ts';
import { renderBudget, renderBudgetAction } from './render-budget.ts';
import { renderCostAnomaly } from './render-cost-anomaly.ts';
import { renderElastiCache, renderRds } from './render-database.ts';
import { renderEcs } from './render-ecs.ts';
import { renderEvent } from './render-event.ts';
import { renderCleanupReport, renderDeadLetter, renderLambdaFailure } from './render-failure.ts';
import { renderGuardDuty } from './render-guardduty.ts';
import { renderHealth } from './render-health.ts';
import { renderNotice } from './render-notice.ts';
import type { Reader } from './render-reader.ts';
import { renderReport } from './render-report.ts';
import { renderSavings } from './render-savings.ts';
import { renderText } from './render-text.ts';

export const renderNotification = (notification: Notification, reader: Reader): SlackMessage => {
  const { detail } = notification;
  switch (detail.kind) {
    case 'report':
      return renderReport(detail.report, reader);
    case 'notice':
      return renderNotice(detail.notice);
    case 'savings':
      return renderSavings(detail.savings);
    case 'cleanup-report':
      return renderCleanupReport(notification, detail, reader);
    case 'metric-alarm':
    case 'composite-alarm':
    case 'log-alarm':
      return renderAlarm(notification, detail, reader);
    case 'budget':
      return renderBudget(notification, detail, reader);
    case 'budget-action':
      return renderBudgetAction(notification, detail, reader);
    case 'cost-anomaly':
      return renderCostAnomaly(notification, detail, reader);
    case 'rds-event':
      return renderRds(notification, detail, reader);
    case 'elasticache-event':
      return renderElastiCache(notification, detail, reader);
    case 'ecs-event':
      return renderEcs(notification, detail, reader);
    case 'health-event':
      return renderHealth(notification, detail, reader);
    case 'guardduty-finding':
      return renderGuardDuty(notification, detail, reader);
    case 'event':
      return renderEvent(notification, detail, reader);
    case 'lambda-failure':
      return renderLambdaFailure(notification, detail, reader);
    case 'dead-letter':
      return renderDeadLetter(notification, detail, renderNotification(detail.original, reader));
    case 'text':
      return renderText(notification, detail);
  }
};
