// The section of a pipeline file about events that come from outside over HTTPS.
import * as z from 'zod';
import { secretName, topicName } from './fields.ts';

const headerName = z
  .string('is not text')
  .regex(/^[A-Za-z0-9-]{1,100}$/, 'is not the name of a header')
  .meta({ description: 'The header with the signature.', examples: ['X-Hub-Signature-256'] });

const hmac = z.strictObject({
  header: headerName,
  prefix: z
    .string('is not text')
    .max(40, 'is longer than 40 characters')
    .default('')
    .meta({ description: 'What stands before the signature.', examples: ['sha256='] }),
  encoding: z.enum(['hex', 'base64']).default('hex').meta({ description: 'How the signature is written.' }),
});

const oidc = z.strictObject({
  issuer: z
    .url({ protocol: /^https$/, error: 'is no URL of an issuer with https' })
    .meta({ description: 'As it stands in the tokens.', examples: ['https://login.example.com/realms/metadata'] }),
  audience: z
    .string('is not text')
    .min(1, 'is empty')
    .meta({ description: 'What the tokens are for.', examples: ['curfew-events'] }),
  jwksUri: z
    .url({ protocol: /^https$/, error: 'is no URL with https' })
    .exactOptional()
    .meta({ description: 'Where its keys are, if its configuration does not say so.' }),
  claims: z
    .record(z.string(), z.string('is not text'))
    .exactOptional()
    .meta({ description: 'Claims that a token must have.', examples: [{ azp: 'monte-carlo' }] }),
});

const verify = z
  .union(
    [
      z.enum(['monte-carlo', 'standard-webhooks', 'bearer']),
      z.strictObject({
        'hmac-sha256': hmac.meta({
          description: 'A signature over the body.',
          examples: [{ header: 'X-Hub-Signature-256' }],
        }),
      }),
      z.strictObject({ oidc: oidc.meta({ description: 'A token of an identity provider, such as Keycloak.' }) }),
    ],
    'is none of `monte-carlo`, `standard-webhooks`, `bearer`, `{ hmac-sha256: … }` and `{ oidc: … }`',
  )
  .meta({ description: 'How the sender proves who it is.', examples: ['monte-carlo'] });

const sender = z.strictObject({
  topic: topicName('events.montecarlo', 'Where its events go.'),
  key: z
    .string('is not text')
    .regex(/^[\w-]+(\.[\w-]+)*$/, 'is not a path of names with dots between them')
    .exactOptional()
    .meta({
      description: 'Which value of the body is the key: events of one key stay in order.',
      examples: ['payload.incident_id'],
    }),
  verify,
  secret: secretName('events/montecarlo')
    .exactOptional()
    .meta({
      description: 'The secret, as text, or a list of several in JSON while it is being changed. Not for `oidc`.',
      examples: ['events/montecarlo'],
    }),
});

export type WrittenSender = z.output<typeof sender>;

export const intake = z
  .record(
    z.string().regex(/^[a-z][a-z0-9-]{0,30}$/, 'is not a name: lower-case letters, digits and hyphens, 31 at most'),
    sender,
  )
  .meta({
    description: 'Who sends events over HTTPS, by the last part of the URL.',
    examples: [{ montecarlo: { topic: 'events.montecarlo', verify: 'monte-carlo', secret: 'events/montecarlo' } }],
  });
