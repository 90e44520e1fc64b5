// The destinations that messages may go to: what a definition says about each, without any secret in it.
import * as z from 'zod';
import { awsName, secretName, slackChannel } from '#kinds/fields.ts';

const secretOf = (holds: string, example: string) =>
  secretName.meta({
    description: `The name, never the value, of the secret in Secrets Manager that holds ${holds}.`,
    examples: [example],
  });

type Slack = { readonly channel: string };
/** Where messages go: a label for people, and the Secrets Manager name that holds the webhook's URL or the bot's token. */
export type SlackRoute = Slack &
  (
    | { readonly webhookSecret: string; readonly botTokenSecret?: never }
    | { readonly botTokenSecret: string; readonly webhookSecret?: never }
  );

const slackExample = { channel: '#atlas-staging', webhookSecret: 'poc-atlas-dev/slack-webhook' };
const slackFields = z
  .strictObject({
    channel: slackChannel,
    webhookSecret: secretName.exactOptional(),
    botTokenSecret: secretOf(
      "the token of a Slack app's bot, xoxb-…; it is instead of a webhook",
      'poc-atlas-dev/slack-bot-token',
    ).exactOptional(),
  })
  .refine(
    ({ webhookSecret, botTokenSecret }) => (webhookSecret === undefined) !== (botTokenSecret === undefined),
    'needs `webhookSecret` or `botTokenSecret`, one of the two',
  )
  .meta({
    description: 'The Slack channel that messages go to.',
    examples: [slackExample],
    oneOf: [{ required: ['webhookSecret'] }, { required: ['botTokenSecret'] }],
  });
/** The check of the fields says more than their types do. */
const slack = slackFields as unknown as z.ZodType<SlackRoute>;

const pagerduty = z
  .strictObject({
    secret: secretOf('the integration key of a PagerDuty service (Events API v2)', 'poc-atlas-dev/pagerduty-key'),
    region: z.enum(['us', 'eu']).exactOptional().meta({ description: "PagerDuty's own region; `us` by default." }),
  })
  .meta({
    description: 'A PagerDuty service: an alarm opens an incident, its return to normal resolves it.',
    examples: [{ secret: 'poc-atlas-dev/pagerduty-key' }],
  });

const teams = z
  .strictObject({
    secret: secretOf('the URL of a Microsoft Teams workflow', 'poc-atlas-dev/teams-workflow'),
  })
  .meta({
    description: 'A Microsoft Teams channel or chat, by the webhook of a workflow.',
    examples: [{ secret: 'poc-atlas-dev/teams-workflow' }],
  });

const jira = z
  .strictObject({
    site: z
      .string()
      .regex(/^[a-z0-9][a-z0-9-]{0,62}\.atlassian\.net$/, 'is not a site of Jira Cloud: NAME.atlassian.net')
      .meta({ description: 'The Jira Cloud site.', examples: ['example.atlassian.net'] }),
    project: z
      .string()
      .regex(/^[A-Z][A-Z0-9_]{1,19}$/, 'is not the key of a project: capital letters and digits')
      .meta({ description: 'The key of the project.', examples: ['OPS'] }),
    issueType: z
      .string()
      .regex(/^[^\s"\\](?:[^"\\\n]{0,58}[^\s"\\])?$/, 'is not the name of an issue type')
      .exactOptional()
      .meta({ description: 'The type of the issues; `Task` by default.', examples: ['Incident'] }),
    secret: secretOf('{"email": "…", "token": "…"} of an Atlassian account', 'poc-atlas-dev/jira-token'),
  })
  .meta({
    description: 'A Jira project: one issue for each alarm or resource, comments after that.',
    examples: [{ site: 'example.atlassian.net', project: 'OPS', secret: 'poc-atlas-dev/jira-token' }],
  });

const webhook = z
  .strictObject({
    secret: secretOf('{"url": "https://…", "key": "whsec_…"}', 'poc-atlas-dev/webhook'),
  })
  .meta({
    description: 'Any HTTPS endpoint, with the signature of Standard Webhooks.',
    examples: [{ secret: 'poc-atlas-dev/webhook' }],
  });

const email = z
  .strictObject({
    topic: awsName(
      /^[\w-]{1,256}$/,
      'name of an SNS topic of this account and region, to which mailboxes subscribe',
      'poc-atlas-dev-mail',
    ),
  })
  .meta({ description: 'Mailboxes, by an SNS topic.', examples: [{ topic: 'poc-atlas-dev-mail' }] });

export const destinationKinds = ['slack', 'pagerduty', 'teams', 'jira', 'webhook', 'email'] as const;
export type DestinationKind = (typeof destinationKinds)[number];

const settings = { slack, pagerduty, teams, jira, webhook, email } as const satisfies Record<
  DestinationKind,
  z.ZodType
>;

type SettingsOf<K extends DestinationKind> = z.output<(typeof settings)[K]>;

/** Of the environment, or of a route that has its own: at most one of each kind. */
export type Destinations = { readonly [K in DestinationKind]?: SettingsOf<K> };

/** One place that messages go to. */
export type Target<K extends DestinationKind = DestinationKind> = {
  [each in K]: { readonly kind: each } & SettingsOf<each>;
}[K];

/** As keys of `notifications` and of a route. */
export const destinationFields = {
  slack: slack.exactOptional(),
  pagerduty: pagerduty.exactOptional(),
  teams: teams.exactOptional(),
  jira: jira.exactOptional(),
  webhook: webhook.exactOptional(),
  email: email.exactOptional(),
};

/** An example of each, for remedies. */
export const destinationExamples: Readonly<Record<DestinationKind, string>> = {
  slack: 'slack: { channel: "#atlas-staging", webhookSecret: poc-atlas-dev/slack-webhook }',
  pagerduty: 'pagerduty: { secret: poc-atlas-dev/pagerduty-key }',
  teams: 'teams: { secret: poc-atlas-dev/teams-workflow }',
  jira: 'jira: { site: example.atlassian.net, project: OPS, secret: poc-atlas-dev/jira-token }',
  webhook: 'webhook: { secret: poc-atlas-dev/webhook }',
  email: 'email: { topic: poc-atlas-dev-mail }',
};

const destination = z.enum(destinationKinds, 'is not known here');

export const to = z
  .union(
    [
      destination.transform((one): DestinationKind[] => [one]),
      z
        .array(destination)
        .min(1, 'names nothing')
        .refine((all) => new Set(all).size === all.length, 'names one of them twice'),
    ],
    'is not known here',
  )
  .meta({ description: 'The destination, or a list of them: each gets the message.', examples: ['pagerduty'] });

export { slackExample };
