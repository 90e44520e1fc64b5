// JSON of common tools: the custom schema of AWS Chatbot (Amazon Q Developer in chat applications), Amazon SES, and the webhooks of
// Alertmanager, which Managed Prometheus and Grafana send too.
import * as z from 'zod';
import type { NameAndValue, Severity } from '#core/notification.ts';
import { list, pairs, prose, text } from '#notify/recognition/fields.ts';
import { listedFacts } from '#notify/recognition/listed-facts.ts';
import { nameIn, reasonIn } from '#notify/recognition/names.ts';
import { fieldsOf, type Outcome, outcomeIn } from '#notify/recognition/outcome.ts';
import { readable, severityOfLabel, severityOfState, worst } from '#notify/recognition/severity-keywords.ts';

export type Known = {
  readonly title: string;
  readonly about: string | undefined;
  readonly text: string;
  readonly facts: readonly NameAndValue[];
  readonly dump: string | undefined;
  /** Derived from the names of its fields if it is missing. */
  readonly outcome?: Outcome;
  readonly severity?: Severity | undefined;
};

const chatbot = z.object({
  version: z.string(),
  source: z.literal('custom'),
  content: z.object({ title: text, description: prose, nextSteps: list(z.string()), keywords: list(z.string()) }),
  metadata: z.object({ summary: text, additionalContext: pairs }).catch({ summary: undefined, additionalContext: [] }),
});

const ofChatbot = ({ content, metadata }: z.output<typeof chatbot>): Known => {
  const { title, description, nextSteps, keywords } = content;
  const steps = nextSteps.length === 0 ? [] : ['Next:', ...nextSteps.map((step) => `• ${step}`)];
  return {
    title: title ?? metadata.summary ?? description?.split('\n')[0] ?? 'a message',
    about: undefined,
    text: [...(description === undefined ? [] : [description]), ...steps].join('\n'),
    facts: [
      ...metadata.additionalContext,
      ...(keywords.length === 0 ? [] : [{ name: 'keywords', value: keywords.join(', ') }]),
    ],
    dump: undefined,
  };
};

const alert = z.object({ status: text, labels: pairs, annotations: pairs });

const alertmanager = z.object({
  status: text,
  state: text,
  title: text,
  alerts: z.array(z.unknown()).min(1).pipe(list(alert)),
  commonLabels: pairs,
  commonAnnotations: pairs,
});

const labelValue = (all: readonly NameAndValue[], ...names: readonly string[]): string | undefined =>
  names.map((name) => all.find((one) => one.name === name)?.value).find((value) => value !== undefined && value !== '');

const lineOf = ({ status, labels, annotations }: z.output<typeof alert>): string => {
  const summary = labelValue(annotations, 'summary', 'description', 'message');
  const which = labelValue(labels, 'instance', 'pod', 'service', 'job', 'host');
  return [`• ${status ?? 'firing'}:`, labelValue(labels, 'alertname'), which, summary].filter(Boolean).join(' ');
};

const severityLabel = (labels: readonly NameAndValue[]): Severity | undefined => {
  const label = labelValue(labels, 'severity', 'level', 'priority');
  return label === undefined ? undefined : severityOfLabel(label);
};

const ofAlertmanager = (found: z.output<typeof alertmanager>): Known => {
  const { alerts, commonLabels, commonAnnotations, title } = found;
  const firing = alerts.filter(({ status }) => status !== 'resolved');
  const isOver = found.status === 'resolved' || firing.length === 0;
  const name = labelValue(commonLabels, 'alertname') ?? labelValue(alerts[0]?.labels ?? [], 'alertname');
  const severities = [commonLabels, ...firing.map(({ labels }) => labels)].map(severityLabel);
  const state = isOver ? 'resolved' : `firing${firing.length > 1 ? ` (${firing.length})` : ''}`;
  return {
    title: title ?? `${name ?? 'an alert'} ${state}`,
    about: name,
    text: [labelValue(commonAnnotations, 'summary', 'description'), ...alerts.map(lineOf)].filter(Boolean).join('\n'),
    facts: commonLabels.filter(({ name: label }) => label !== 'alertname').slice(0, 10),
    dump: undefined,
    outcome: {
      state: isOver ? 'resolved' : 'firing',
      states: [isOver ? 'resolved' : 'firing'],
      severity: undefined,
      isOver,
    },
    severity: isOver ? 'info' : (worst(severities.filter((one) => one !== undefined)) ?? 'error'),
  };
};

const ses = z.object({
  notificationType: text,
  eventType: text,
  bounce: z.object({ bounceType: text, bounceSubType: text }).optional().catch(undefined),
  mail: z.object({ source: text, messageId: text, destination: list(z.string()) }),
});

/** The recipients are in the message, not on its first line. */
const ofSes = (found: z.output<typeof ses>, json: object): Known | undefined => {
  const type = found.notificationType ?? found.eventType;
  if (type === undefined) return undefined;
  const fields = fieldsOf(json);
  const { source, messageId, destination } = found.mail;
  const { bounceType, bounceSubType } = found.bounce ?? {};
  const kind = [bounceType, bounceSubType].filter((part) => part !== undefined).join(' ');
  const facts = {
    from: source,
    to: destination.join(', ') || undefined,
    message: messageId,
    bounce: kind || undefined,
  };
  // Such mail may be sent again; any other bounce counts against the sender.
  const isPassing = /^(?:Transient|Undetermined)$/i.test(bounceType ?? '');
  return {
    ...(isPassing ? { severity: 'warning' as const } : {}),
    title: `Amazon SES: ${isPassing ? `${readable(bounceType ?? '')} ` : ''}${readable(type)}`,
    about: source,
    text: reasonIn(fields) ?? '',
    facts: Object.entries(facts).flatMap(([name, value]) => (value === undefined ? [] : [{ name, value }])),
    dump: undefined,
  };
};

const cloudEvent = z.object({ specversion: z.string(), type: z.string(), source: z.string(), subject: text });

/** CloudEvents: what happened is the last word of a dotted type, `com.example.job.failed`. */
const ofCloudEvent = ({ type, source, subject }: z.output<typeof cloudEvent>, json: object): Known => {
  const fields = fieldsOf(json);
  const [what = type, thing] = type.split('.').toReversed();
  const told = outcomeIn(fields);
  const typed = severityOfState(what);
  const name = nameIn(fields.filter(({ key }) => key !== 'source' && key !== 'id')) ?? subject;
  return {
    title: [thing, readable(what)].filter(Boolean).join(' '),
    about: name ?? source,
    text: reasonIn(fields) ?? '',
    facts: listedFacts(json, [type, name, reasonIn(fields)], 12),
    dump: undefined,
    outcome: { ...told, state: told.state ?? what },
    severity: worst([typed, told.severity].filter((one) => one !== undefined)),
  };
};

export const knownForm = (json: object): Known | undefined => {
  const custom = chatbot.safeParse(json).data;
  if (custom) return ofChatbot(custom);
  const mail = ses.safeParse(json).data;
  const event = mail && ofSes(mail, json);
  if (event) return event;
  const cloud = cloudEvent.safeParse(json).data;
  if (cloud) return ofCloudEvent(cloud, json);
  const alerts = alertmanager.safeParse(json).data;
  return alerts && ofAlertmanager(alerts);
};
