// What a stack hands to `control`: the definition, who changes it, and what tells the rights of one template from those of another.
import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { grantedBy } from '#access/granted.ts';
import type { Definition } from '#definition/definition.ts';
import { alsoInOf } from '#definition/shared-things.ts';

const typesOfRights: readonly string[] = [
  'AWS::IAM::Policy',
  'AWS::IAM::ManagedPolicy',
  'AWS::Events::Rule',
  'AWS::Lambda::Alias',
  'AWS::SNS::Subscription',
];

/** What a definition depends on in its stack. Mailboxes it does not, and they may not be there. */
export const isRight = (type: string, protocol?: unknown): boolean =>
  typesOfRights.includes(type) && protocol !== 'email';

/** A template that grants the same has the same: CloudFormation calls `control` only when something differs. */
const grantedHash = (definition: Definition): string =>
  createHash('sha256')
    .update(JSON.stringify(grantedBy(definition)))
    .digest('hex');

export const deliveredProperties = (definition: Definition, source: string, owner: 'cli' | 'stack') => ({
  Environment: definition.environment,
  Owner: owner,
  // A long file would be most of a template.
  Definition: gzipSync(source, { level: 9 }).toString('base64'),
  Granted: grantedHash(definition),
  // Text: CloudFormation has no other values, and no other form of none.
  AlsoIn: JSON.stringify(alsoInOf(definition)),
});
