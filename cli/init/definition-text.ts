// A proposal as a definition file: every guess is marked as one, with the evidence for it.
import { Document, isMap, isScalar, isSeq, type Pair, YAMLMap } from 'yaml';
import type { DroppedGuess, Guess, Proposal, Proposed } from '#init/proposal.ts';
import { whyNoGuess } from '#init/why-no-guess.ts';
import { definitionOf } from '#kinds/resource.ts';

type About = {
  readonly environment: string;
  readonly region: string;
  readonly timeZone: string;
  /** Where editors find the schema of definitions, seen from the file. */
  readonly schema?: string | undefined;
  /** Whether AWS answered every request. */
  readonly isAllRead: boolean;
  /** Whether it was the simulated AWS. */
  readonly isSimulated?: boolean;
};

/** The most tasks that a definition takes. */
const fallbackMax = 1_000;

const reasons = ({ because }: Guess): string => because.join('; ');

const cutText = ({ on, cycle, ...guess }: DroppedGuess): string =>
  ` guessed, but left out: ${on} (${reasons({ on, ...guess })}). It would close a cycle: ${cycle.join(' → ')}`;

const fallbackOf = ({ desired = 0 }: Proposed) =>
  desired > 0 ? { fallbackDesired: Math.min(desired, fallbackMax) } : {};

const noteAt = (map: YAMLMap, key: string, comment: string): void => {
  const value: unknown = map.get(key, true);
  if (isScalar(value)) value.comment = ` ${comment}`;
};

const notesOn = ({ cut, desired }: Proposed): string[] => [
  ...cut.map(cutText),
  ...(desired === 0
    ? [' it has no tasks now: without fallbackDesired, a start with no saved task count leaves it alone']
    : []),
];

const onlyToServe = 'early: it needs it only to serve, so it starts at once';

/** `on`, or a map in one line for an early dependency. */
const noteDependencies = (list: unknown, dependsOn: readonly Guess[]): void => {
  const items: readonly unknown[] = isSeq(list) ? list.items : [];
  for (const [index, item] of items.entries()) {
    const guess = dependsOn[index];
    if (!guess) continue;
    const comment = ` guessed: ${[reasons(guess), ...(guess.early ? [onlyToServe] : [])].join('; ')}`;
    if (isMap(item)) item.flow = true;
    if (isScalar(item) || isMap(item)) item.comment = comment;
  }
};

const resourcePair = (document: Document, one: Proposed, head: string | undefined): Pair => {
  const { name, identity, dependsOn, settings } = one;
  const needs =
    dependsOn.length > 0 ? { dependsOn: dependsOn.map(({ on, early }) => (early ? { on, early } : on)) } : {};
  const body = document.createNode({ ...identity, ...settings, ...fallbackOf(one), ...needs });
  if (isMap(body)) {
    noteAt(body, 'fallbackDesired', 'guessed: as many as now');
    noteDependencies(body.get('dependsOn', true), dependsOn);
  }
  const key = document.createNode(name);
  const notes = [...(head === undefined ? [] : [` ${head}`]), ...notesOn(one)];
  if (notes.length > 0) key.commentBefore = notes.join('\n');
  return document.createPair(key, body);
};

const resourcesOf = (document: Document, resources: readonly Proposed[]): YAMLMap => {
  const map = new YAMLMap(document.schema);
  for (const [index, one] of resources.entries()) {
    const { kind } = one.identity;
    const isFirst = resources[index - 1]?.identity.kind !== kind;
    const pair = resourcePair(document, one, isFirst ? definitionOf(kind).init.heading : undefined);
    if (isScalar(pair.key)) pair.key.spaceBefore = isFirst && index > 0;
    map.items.push(pair);
  }
  return map;
};

const head = ({ environment, schema, isSimulated }: About): string =>
  [
    ...(schema === undefined ? [] : [` yaml-language-server: $schema=${schema}`]),
    ` ${environment}, as found in ${isSimulated ? 'the simulated AWS: an example, not your account' : 'AWS'}. Confirm or change what is marked "guessed".`,
    ' Nothing happens by itself until schedule.enabled is true.',
  ].join('\n');

const settings = ({ environment, region, timeZone }: About) => ({
  environment,
  region,
  timeZone,
  schedule: {
    enabled: false,
    start: { days: 'weekdays', at: '08:00' },
    stop: { days: 'every day', at: '20:00' },
  },
  notifications: { slack: { channel: `#${environment}`, webhookSecret: `curfew/${environment}/slack-webhook` } },
});

const comments: readonly (readonly [path: readonly string[], comment: string])[] = [
  [['timeZone'], 'guessed: the zone of this machine; every time below is local time there'],
  [['schedule', 'enabled'], 'set it to true once you trust the rehearsed stop and start'],
  [['notifications', 'slack', 'channel'], 'guessed'],
  [['notifications', 'slack', 'webhookSecret'], "guessed: a secret that holds the webhook's URL, never the URL itself"],
];

const inOneLine: readonly (readonly string[])[] = [
  ['schedule', 'start'],
  ['schedule', 'stop'],
];

export const definitionText = ({ resources }: Proposal, about: About): string => {
  const document = new Document(settings(about));
  document.commentBefore = head(about);
  for (const [path, comment] of comments) {
    const value: unknown = document.getIn(path, true);
    if (isScalar(value)) value.comment = ` ${comment}`;
  }
  for (const path of inOneLine) {
    const value: unknown = document.getIn(path, true);
    if (!isMap(value)) continue;
    value.flow = true;
    // Other readers of YAML take a bare 08:00 for a number.
    const time: unknown = value.get('at', true);
    if (isScalar(time)) time.type = 'QUOTE_DOUBLE';
  }
  const key = document.createNode('resources');
  key.spaceBefore = true;
  const why = whyNoGuess(resources, about.isAllRead);
  key.commentBefore = [
    ' A resource starts as soon as everything in its dependsOn is ready. A stop uses the reverse order.',
    ...(why === undefined ? [] : [` No dependsOn was guessed: ${why}.`]),
  ].join('\n');
  document.add(document.createPair(key, resourcesOf(document, resources)));
  return document.toString({ lineWidth: 0 });
};
