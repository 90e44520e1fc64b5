// From what was recognised to the message it becomes. Pure. The lengths given in each renderer add up to less than Slack takes,
// whatever anybody wrote.
import type { Notification } from '#core/notification.ts';
import { renderBudget, renderBudgetAction } from '../sources/budget/render.ts';
import { renderAlarm } from '../sources/cloudwatch-alarm/render.ts';
import { renderCostAnomaly } from '../sources/cost-anomaly/render.ts';
import { renderNotice } from '../sources/curfew-notice/render.ts';
import { renderReport } from '../sources/curfew-report/render.ts';
import { renderSavings } from '../sources/curfew-savings/render.ts';
import { renderEcs } from '../sources/ecs/render.ts';
import { renderGuardDuty } from '../sources/guardduty/render.ts';
import { renderHealth } from '../sources/health/render.ts';
import { renderElastiCache, renderRds } from '../sources/rds/render.ts';
import { renderText } from '../sources/text/render.ts';
import { renderEvent } from './event.ts';
import { renderCleanupReport, renderDeadLetter, renderLambdaFailure } from './failure.ts';
import type { SlackMessage } from './message.ts';
import type { Reader } from './reader.ts';

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
