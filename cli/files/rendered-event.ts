// What `alarm-notify` would post for an event: as data for programs, as a picture for people.
import { namesOf } from '#core/deployed.ts';
import type { DestinationKind } from '#definition/destinations.ts';
import { labelOf } from '#definition/targets.ts';
import { type Received, receivedIn } from '#notify/recognition/received.ts';
import { contentOf } from '#notify/recognition/recognise-notification.ts';
import { colors, slackBody } from '#notify/rendering/message.ts';
import { plainLines } from '#notify/rendering/plain-text.ts';
import { type Definitions, type Presented, presentAll } from '#notify/routing/present.ts';
import { imitatesUs } from '#notify/sources/curfew/recognise.ts';
import { styled } from '../terminal/output.ts';
import { wrapped } from '../terminal/text-width.ts';
import { definitionFor, everyDefinition } from './environments.ts';

/** Of a name all environments of the folder, of a path that file alone. Throws `InputError`. */
export const definitionsFor = (nameOrPath: string): Definitions => {
  const fallback = definitionFor(nameOrPath);
  const all = /[/\\]|\.ya?ml$/.test(nameOrPath) ? [fallback] : everyDefinition();
  return { known: all.length === 0 ? [fallback] : all, fallback };
};

/** A report as it was stored, without the topic that it came by, is shown as that topic would have brought it. */
const asPublished = (received: Received): Received => {
  const { json } = contentOf(received.body);
  if (received.topicArn !== undefined || !imitatesUs(json)) return received;
  const environment = typeof json === 'object' && json !== null && 'environment' in json ? json.environment : '';
  return { ...received, topicArn: `arn:aws:sns:::${namesOf(String(environment)).operatorTopic}` };
};

export const presentedEvent = (event: unknown, definitions: Definitions): Presented[] =>
  receivedIn(event).flatMap((received) => presentAll(asPublished(received), definitions));

/** The contract of `--json`. */
export const renderedJson = (all: readonly Presented[], payloads?: readonly unknown[]): string =>
  JSON.stringify(
    all.map(({ route, message }, index) => ({ route: route.route, payload: payloads?.[index] ?? slackBody(message) })),
  );

const barStyles = new Map<string, Parameters<typeof styled>[0]>([
  [colors.good, 'green'],
  [colors.warning, 'yellow'],
  [colors.danger, 'red'],
]);

const headOf = ({ route, definition, notification, passed }: Presented): string[] => [
  `${styled('bold', route.to.map(labelOf).join(', '))}  route ${route.route} of ${definition.environment}: ${route.reason}`,
  styled(
    'dim',
    `${notification.detail.kind} · ${notification.source} · ${notification.severity} · ${notification.state}`,
  ),
  ...passed.map((why) => styled('dim', why)),
  ...(route.mention === undefined ? [] : [`calls ${route.mention}`]),
  ...(route.emailCopy === undefined ? [] : [`copy by e-mail to the subscribers of ${route.emailCopy}`]),
];

/** Of a destination that is not read as lines: its data as it is. */
/** `kind` is asked for by name, whether or not the route goes there. */
export const dataOf = (presented: Presented, payload: unknown, kind: DestinationKind): string[] => [
  ...headOf(presented),
  ...(presented.route.to.some((target) => target.kind === kind)
    ? []
    : [styled('dim', `as ${kind} would get it; this route does not go there`)]),
  '',
  ...JSON.stringify(payload, undefined, 2).split('\n'),
  '',
];

export const pictureOf = (presented: Presented, width = Number.POSITIVE_INFINITY): string[] => {
  const [headline = '', ...rest] = plainLines(presented.message);
  const bar = styled(barStyles.get(presented.message.attachments[0]?.color ?? '') ?? 'dim', '┃');
  const fitted = rest.flatMap((line) => (line === '' ? [''] : wrapped(line, width - 4)));
  return [...headOf(presented), '', `  ${styled('bold', headline)}`, ...fitted.map((line) => `  ${bar} ${line}`), ''];
};
