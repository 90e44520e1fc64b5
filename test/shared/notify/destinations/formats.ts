// The rules that what is sent to each destination keeps, whatever a stranger wrote: its limits, and that nothing foreign becomes a
// link, a mention or a layout. The rules are written down here once more, from what the services document.
import type { Target } from '#definition/destinations.ts';
import type { MakeDestination, Outgoing } from '#notify/destinations/destination.ts';
import { destination as email } from '#notify/destinations/email/destination.ts';
import { destination as jira } from '#notify/destinations/jira/destination.ts';
import { destination as pagerduty } from '#notify/destinations/pagerduty/destination.ts';
import { destination as teams } from '#notify/destinations/teams/destination.ts';
import { destination as webhook } from '#notify/destinations/webhook/destination.ts';

const parts = { slack: {}, mail: () => Promise.reject(new Error('nothing is sent')) };

/** As it goes over the wire. */
const sent = <K extends Target['kind']>(make: MakeDestination<K>, target: Target<K>, outgoing: Outgoing): string =>
  JSON.stringify(make(parts).render(target, outgoing));

const ours =
  /^https:\/\/(?:(?:[a-z0-9-]+\.)*console\.(?:aws\.amazon\.com|amazonaws\.cn|amazonaws-us-gov\.com)|wiki\.example\.com)\//;

type Tree = { readonly path: string; readonly key: string; readonly value: unknown };

/** Every value of a tree, with its key. */
const valuesIn = (value: unknown, key = '', path = ''): Tree[] => [
  { path, key, value },
  ...(typeof value === 'object' && value !== null
    ? Object.entries(value).flatMap(([name, inner]) => valuesIn(inner, name, `${path}/${name}`))
    : []),
];

const textsNamed = (tree: unknown, ...keys: readonly string[]): string[] =>
  valuesIn(tree).flatMap(({ key, value }) => (keys.includes(key) && typeof value === 'string' ? [value] : []));

const typesIn = (tree: unknown, allowed: readonly string[]): string[] =>
  textsNamed(tree, 'type').flatMap((type) => (allowed.includes(type) ? [] : [`a ${type}`]));

const foreignLinks = (tree: unknown): string[] =>
  textsNamed(tree, 'url', 'href').flatMap((url) => (ours.test(url) ? [] : [`a link to ${url}`]));

const complaint = (isWrong: boolean, what: string): string[] => (isWrong ? [what] : []);

// biome-ignore lint/suspicious/noControlCharactersInRegex: that there are none is what it looks for.
const control = /[\u0000-\u0008\u000b-\u001f\u007f\u202a-\u202e\u2066-\u2069]/;

const everywhere = (wire: string): string[] => {
  const strings = valuesIn(JSON.parse(wire)).flatMap(({ value }) => (typeof value === 'string' ? [value] : []));
  return [
    ...complaint(!strings.every((text) => text.isWellFormed()), 'half a surrogate pair'),
    ...complaint(
      textsNamed(JSON.parse(wire), 'text', 'title', 'summary', 'message').some((text) => control.test(text)),
      'a control character',
    ),
  ];
};

const ofPagerDuty = (wire: string, { state }: Outgoing): string[] => {
  const { event_action, dedup_key, payload, links = [] } = JSON.parse(wire);
  const isResolve = event_action === 'resolve';
  return [
    ...complaint(isResolve !== (state === 'ok'), 'the wrong action'),
    ...complaint(dedup_key.length < 1 || dedup_key.length > 255, 'a key of a wrong length'),
    ...(isResolve
      ? []
      : [
          ...complaint(
            !/^[^\n\r]{1,1024}$/u.test(payload.summary) || payload.summary.length > 1_024,
            'a wrong summary',
          ),
          ...complaint(!['critical', 'error', 'warning', 'info'].includes(payload.severity), 'an unknown severity'),
          ...complaint(typeof payload.source !== 'string' || payload.source === '', 'no source'),
          ...complaint(Number.isNaN(Date.parse(payload.timestamp)), 'no time'),
        ]),
    ...complaint(wire.length > 100_000, 'too much'),
    ...foreignLinks(links),
  ];
};

const runKeys = ['type', 'text', 'size', 'weight', 'color', 'isSubtle', 'fontType', 'selectAction'];

const ofTeams = (wire: string): string[] => {
  const { attachments } = JSON.parse(wire);
  const { content } = attachments[0];
  const runs = valuesIn(content.body)
    .filter(({ key }) => /^\d+$/.test(key))
    .map(({ value }) => value as object);
  return [
    ...complaint(Buffer.byteLength(wire) > 28 * 1_024, 'more than 28 KB'),
    ...typesIn(content, ['AdaptiveCard', 'RichTextBlock', 'TextRun', 'Action.OpenUrl']),
    ...foreignLinks(content),
    ...complaint(wire.includes('{{'), 'a function of cards'),
    ...complaint(
      runs.some((run) => 'text' in run && Object.keys(run).some((key) => !runKeys.includes(key))),
      'something unknown in a run of text',
    ),
    ...complaint(
      textsNamed(content, 'text').some((text) => text === '' || text.includes('\n')),
      'an empty text or a line break',
    ),
  ];
};

const ofJira = (wire: string): string[] => {
  const { fields, comment, labels = fields.labels } = JSON.parse(wire);
  const description = comment ?? fields.description;
  return [
    ...complaint(fields && (!/^[^\n\r]+$/.test(fields.summary) || fields.summary.length > 255), 'a wrong summary'),
    ...complaint(!labels.every((label: string) => /^[\w-]{1,255}$/.test(label)), 'a wrong label'),
    ...typesIn(description, ['doc', 'paragraph', 'text', 'hardBreak', 'code', 'link']),
    ...foreignLinks(description),
    ...complaint(
      textsNamed(description, 'text').some((text) => text === '' || text.includes('\n')),
      'an empty text or a line break',
    ),
    ...complaint(JSON.stringify(description).length > 32_767 * 3, 'too much'),
  ];
};

const ofWebhook = (wire: string, { deliveryId, state }: Outgoing): string[] => {
  const { type, data } = JSON.parse(wire);
  return [
    ...complaint(type !== 'curfew.notification' || data.id !== deliveryId || data.state !== state, 'the wrong facts'),
    ...complaint(typeof data.title !== 'string' || typeof data.text !== 'string', 'no text'),
    ...foreignLinks(data.links),
    ...complaint(wire.length > 200_000, 'too much'),
  ];
};

const ofEmail = (wire: string): string[] => {
  const { subject, message } = JSON.parse(wire);
  return [
    ...complaint(!/^[\x20-\x7e]{1,100}$/.test(subject), 'a subject that SNS refuses'),
    ...complaint(message === '' || Buffer.byteLength(message) > 256 * 1_024, 'a text that SNS refuses'),
  ];
};

/** What is wrong with it in any of five formats. `planted` must be in none. */
export const problemsInFormats = (outgoing: Outgoing, planted: string): string[] => {
  const wires = {
    pagerduty: sent(pagerduty, { kind: 'pagerduty', secret: 'x', triggerFrom: 'info' }, outgoing),
    teams: sent(teams, { kind: 'teams', secret: 'x' }, outgoing),
    jira: sent(
      jira,
      { kind: 'jira', site: 'example.atlassian.net', project: 'OPS', secret: 'x', openFrom: 'info' },
      outgoing,
    ),
    webhook: sent(webhook, { kind: 'webhook', secret: 'x' }, outgoing),
    email: sent(email, { kind: 'email', topic: 'mail' }, outgoing),
  };
  const wrong = {
    pagerduty: ofPagerDuty(wires.pagerduty, outgoing),
    teams: ofTeams(wires.teams),
    jira: ofJira(wires.jira),
    webhook: ofWebhook(wires.webhook, outgoing),
    email: ofEmail(wires.email),
  };
  return Object.entries(wires).flatMap(([kind, wire]) => [
    ...[...wrong[kind as keyof typeof wrong], ...everywhere(wire)].map((what) => `${kind}: ${what}`),
    ...complaint(wire.includes(planted), `${kind}: a secret`),
  ]);
};
