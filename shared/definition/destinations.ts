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
      'the bot token of a Slack app (xoxb-…), as an alternative to a webhook',
      'poc-atlas-dev/slack-bot-token',
    ).exactOptional(),
  })
  .refine(
    ({ webhookSecret, botTokenSecret }) => (webhookSecret === undefined) !== (botTokenSecret === undefined),
    'needs either `webhookSecret` or `botTokenSecret`',
  )
  .meta({
    description: 'Slack channel for messages.',
    examples: [slackExample],
    oneOf: [{ required: ['webhookSecret'] }, { required: ['botTokenSecret'] }],
  });
/** The check of the fields says more than their types do. */
const slack = slackFields as unknown as z.ZodType<SlackRoute>;

const opensFrom = (what: string) =>
  z
    .enum(['info', 'warning', 'error', 'critical'])
    .exactOptional()
    .meta({
      description: `The lowest severity that opens ${what}; default \`warning\`. A message with a mention always opens one.`,
    });

const pagerduty = z
  .strictObject({
    secret: secretOf('the integration key of a PagerDuty service (Events API v2)', 'poc-atlas-dev/pagerduty-key'),
    region: z
      .enum(['us', 'eu'])
      .exactOptional()
      .meta({ description: 'Region of the PagerDuty account; default `us`.' }),
    triggerFrom: opensFrom('an incident'),
  })
  .meta({
    description: 'A PagerDuty service. An alarm triggers an incident, a return to normal resolves it.',
    examples: [{ secret: 'poc-atlas-dev/pagerduty-key' }],
  });

const teams = z
  .strictObject({
    secret: secretOf('the URL of a Microsoft Teams workflow', 'poc-atlas-dev/teams-workflow'),
  })
  .meta({
    description: 'A Microsoft Teams channel or chat, through a workflow webhook.',
    examples: [{ secret: 'poc-atlas-dev/teams-workflow' }],
  });

const jira = z
  .strictObject({
    site: z
      .string()
      .regex(/^[a-z0-9][a-z0-9-]{0,62}\.atlassian\.net$/, 'is not a Jira Cloud site: NAME.atlassian.net')
      .meta({ description: 'The Jira Cloud site.', examples: ['example.atlassian.net'] }),
    project: z
      .string()
      .regex(/^[A-Z][A-Z0-9_]{1,19}$/, 'is not a project key: capital letters and digits')
      .meta({ description: 'Project key.', examples: ['OPS'] }),
    issueType: z
      .string()
      .regex(/^[^\s"\\](?:[^"\\\n]{0,58}[^\s"\\])?$/, 'is not an issue type')
      .exactOptional()
      .meta({ description: 'Issue type; default `Task`.', examples: ['Incident'] }),
    openFrom: opensFrom('an issue'),
    secret: secretOf('{"email": "…", "token": "…"} of an Atlassian account', 'poc-atlas-dev/jira-token'),
  })
  .meta({
    description: 'A Jira project. One issue per alarm or resource; later messages become comments.',
    examples: [{ site: 'example.atlassian.net', project: 'OPS', secret: 'poc-atlas-dev/jira-token' }],
  });

const webhook = z
  .strictObject({
    secret: secretOf('{"url": "https://…", "key": "whsec_…"}', 'poc-atlas-dev/webhook'),
  })
  .meta({
    description: 'Any HTTPS endpoint. Requests are signed as Standard Webhooks defines.',
    examples: [{ secret: 'poc-atlas-dev/webhook' }],
  });

const email = z
  .strictObject({
    topic: awsName(
      /^[\w-]{1,256}$/,
      'name of an SNS topic in this account and region with e-mail subscribers',
      'poc-atlas-dev-mail',
    ),
  })
  .meta({ description: 'E-mail, through an SNS topic.', examples: [{ topic: 'poc-atlas-dev-mail' }] });

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
        .min(1, 'is empty')
        .refine((all) => new Set(all).size === all.length, 'contains one of them twice'),
    ],
    'is not known here',
  )
  .meta({ description: 'One destination, or a list. Each receives the message.', examples: ['pagerduty'] });

export { slackExample };
