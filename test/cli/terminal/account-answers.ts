// What AWS answers to whoever asks whose account it is, and what a run would do.
import { mkdtempSync, writeFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';

const identity = `<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult>
  <Account>123456789012</Account></GetCallerIdentityResult></GetCallerIdentityResponse>`;
const aliases = `<ListAccountAliasesResponse xmlns="https://iam.amazonaws.com/doc/2010-05-08/"><ListAccountAliasesResult>
  <AccountAliases><member>acme-dev</member></AccountAliases></ListAccountAliasesResult></ListAccountAliasesResponse>`;
/** What the deployed function answers to a dry run. */
const dryRun = {
  ...{ kind: 'curfew-report', version: 1, environment: 'staging', action: 'stop', outcome: 'dry-run', warnings: [] },
  resources: ['act', 'act', 'skip'].map((decision, index) => ({
    ...{ resource: `r${index}`, kind: 'ecs-service', stage: 1, outcome: 'skipped', reason: 'x', decision },
  })),
};

/** Whether that was asked, and so is answered. */
export const answeredAsAccount = async (request: IncomingMessage, response: ServerResponse): Promise<boolean> => {
  const isDryRun = request.headers['x-amz-invocation-type'] !== 'Event' && !request.url?.includes('cleanup');
  if (request.url !== '/' && !isDryRun) return false;
  const asked = await text(request);
  if (request.url !== '/') response.writeHead(200).end(JSON.stringify(dryRun));
  else
    response
      .writeHead(200, { 'content-type': 'text/xml' })
      .end(asked.includes('GetCallerIdentity') ? identity : aliases);
  return true;
};

/** Shared credentials with this profile alone. */
export const fileWithProfile = (name: string): string => {
  const file = join(mkdtempSync(join(tmpdir(), 'curfew-aws-')), 'credentials');
  writeFileSync(file, `[${name}]\naws_access_key_id = test\naws_secret_access_key = test\n`);
  return file;
};
