// What reconcile has to say, as a message: what is not as it is due to be, and why of each resource.
import type { Notice } from '#core/notice.ts';
import { code, type Escaped, joined, line, mrkdwn } from '#notify/rendering/escape.ts';
import { colors, context, messageOf, type SlackMessage, section } from '#notify/rendering/message.ts';
import { renderTime } from '#notify/rendering/time.ts';

const icons: Readonly<Record<Notice['notice'], Escaped>> = {
  late: mrkdwn`⏰`,
  'not-up': mrkdwn`⚠️`,
  drift: mrkdwn`👀`,
  alarms: mrkdwn`🔔`,
  orphaned: mrkdwn`🧭`,
  schedules: mrkdwn`🗓️`,
  calendars: mrkdwn`📅`,
  investigations: mrkdwn`🔎`,
  budget: mrkdwn`💸`,
};

export const renderNotice = ({ notice, text, resources, environment, at }: Notice): SlackMessage => {
  const each = resources.map(({ resource, reason }) => mrkdwn`• ${code(resource, 60)}: ${line(reason, 300)}`);
  const listed = each.length === 0 ? [] : [section(joined(each, '\n', 2_800))];
  const status = code(`curfew status ${/^[\w.-]{1,60}$/.test(environment) ? environment : 'ENV'}`, 120);
  return messageOf(mrkdwn`${icons[notice]} ${line(text, 500)}`, colors.warning, [
    ...listed,
    context(mrkdwn`${renderTime(at)} · said once · ${status}`),
  ]);
};
