// Findings of Security Hub, with their resources and a link. One that is resolved, archived or passed is over.
import type { NotificationState, Severity } from '#core/notification.ts';
import { always, never } from '#notify/policy.ts';
import { fieldsOf, type Outcome, outcomeIn } from '#notify/recognition/outcome.ts';
import { notification, type Recogniser } from '#notify/recognition/recognised.ts';
import { readable, severityOfLabel, severityOfState } from '#notify/recognition/severity-keywords.ts';
import { securityHubFindingLink } from '#notify/rendering/console-link.ts';
import { code, type Escaped, joined, line, mrkdwn } from '#notify/rendering/escape.ts';
import { iconOf, laidOut, named, optional, paragraph, when } from '#notify/rendering/layout.ts';
import { section } from '#notify/rendering/message.ts';
import { source } from '../../source.ts';
import { severityOf } from '../event/policy.ts';
import { type Finding, findingOf, securityHubEvent } from './finding.ts';

type SecurityFinding = {
  readonly kind: 'security-finding';
  readonly finding: Finding;
  /** The state of the finding: `FAILED`, `ARCHIVED`. */
  readonly outcome: string | undefined;
};

/** The label of Security Hub takes precedence. An informational finding with a failed state is a warning. */
const rated = (type: string, { label }: Finding, outcome: Outcome): Severity => {
  const severity = severityOf(type, outcome);
  const own = label === undefined ? undefined : severityOfLabel(label);
  if (outcome.isOver || own === undefined) return severity;
  return own === 'info' && outcome.states.some((state) => severityOfState(state) === 'error') ? 'warning' : own;
};

const recognise: Recogniser<SecurityFinding> = (raw) => {
  const found = securityHubEvent.safeParse(raw.json).data;
  const finding = found && findingOf(found.detail.findings[0]);
  if (!found || !finding) return undefined;
  const outcome = outcomeIn(fieldsOf(found.detail));
  const state: NotificationState = outcome.isOver ? 'ok' : 'event';
  return notification(raw, {
    // Routes have no source name of its own for it, so it counts as `event`.
    ...{ source: 'event', severity: rated(found['detail-type'], finding, outcome), state },
    name: finding.title ?? found['detail-type'],
    account: finding.account ?? found.account,
    region: finding.region ?? found.region,
    at: finding.lastSeen ?? found.time,
    key: ['aws.securityhub', finding.id ?? finding.title],
    tags: finding.tags,
    detail: { kind: 'security-finding', finding, outcome: outcome.state },
  });
};

const resourceOf = ({ type, id }: Finding['resources'][number]): Escaped =>
  mrkdwn`${joined([...optional(type, 60), code(id, 300)], ' ', 400)}`;

export const securityHub = source<SecurityFinding, 'event'>({
  names: ['event'],
  recognise,
  render: {
    'security-finding': (found, { finding, outcome }, reader) => {
      const affected = finding.resources.map(resourceOf);
      const became = outcome === undefined ? mrkdwn`` : mrkdwn`: ${line(readable(outcome), 60)}`;
      return laidOut(found, reader, {
        headline: mrkdwn`${iconOf(found)} Security Hub: ${named(found.name)}${became}`,
        blocks: [
          ...(affected.length === 0 ? [] : [section(mrkdwn`*Affected:* ${joined(affected, ', ', 1_200)}`)]),
          ...paragraph(finding.text, 1_500),
          ...paragraph(finding.remediation, 500),
        ],
        facts: [...optional(finding.product, 60), ...when(found.at, reader)],
        links: securityHubFindingLink(found, finding.id),
      });
    },
  },
  policy: { mayBeExpected: never, mayBeFolded: always, isAccountWide: always },
});
