// Slack: by an incoming webhook, or by the token of an app's bot, which can update its messages and reply to them.
import type { SlackRoute, Target } from '#definition/destinations.ts';
import { refused } from '../../delivery/delivery.ts';
import { parsedJson } from '../../recognition/json.ts';
import { slackBody, withoutLayout } from '../../rendering/message.ts';
import type { MakeDestination, Outgoing } from '../destination.ts';
import { fetchCall } from '../http.ts';
import { postAsBot } from './bot.ts';
import { postToSlack } from './webhook.ts';

const urlIn = (value: string): string | undefined => {
  const json = parsedJson(value);
  const url = typeof json === 'object' && json !== null && 'url' in json ? json.url : value;
  return typeof url === 'string' && URL.canParse(url) ? url.trim() : undefined;
};

type Bot = Target<'slack'> & Extract<SlackRoute, { readonly botTokenSecret: string }>;

const isBot = (target: Target<'slack'>): target is Bot => target.botTokenSecret !== undefined;

export const destination: MakeDestination<'slack'> = ({ slack, http = fetchCall(globalThis.fetch) }) => ({
  render: (target: Target<'slack'>, { message }: Outgoing) =>
    isBot(target) ? { channel: target.channel, ...slackBody(message) } : slackBody(message),
  async send(target, { message, ...about }, sending) {
    const content = sending.isPlain ? withoutLayout(message) : message;
    if (isBot(target)) return postAsBot(http, target.channel, { ...about, message: content }, sending);
    const url = urlIn(sending.secret);
    return url === undefined
      ? refused(`secret ${target.webhookSecret} contains neither a URL nor JSON {"url": "https://…"}`)
      : postToSlack({ url, message: content, ...slack });
  },
});
