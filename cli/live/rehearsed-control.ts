// Asks `control` of a rehearsed environment. What is deployed there is a file: the one that the night is played with, or another one.
import { gzipSync } from 'node:zlib';
import type { Parts } from '#functions/compose.ts';
import type { Answer } from '#functions/control/answer.ts';
import { controlOver } from '#functions/control/handler.ts';
import { storedAsItIs } from '#sim/definitions-in-table.ts';
import { targets } from '#sim/reconcile-host.ts';

type Rehearsed = { readonly environment: string; readonly deployed: string; readonly by: string };

/** As CloudFormation delivers it. */
const deliveryOf = ({ environment, deployed }: Rehearsed) => ({
  RequestType: 'Create',
  ResponseURL: 'https://rehearsal.invalid/',
  StackId: 'arn:aws:cloudformation:simulated:000000000000:stack/rehearsal/1',
  RequestId: 'rehearsal',
  LogicalResourceId: 'Definition',
  ResourceProperties: {
    Environment: environment,
    // Later it belongs to whoever changes it.
    Owner: 'stack',
    Definition: gzipSync(deployed).toString('base64'),
    Granted: 'rehearsal',
  },
});

export const rehearsedControl = (parts: Omit<Parts, 'definitions'>, rehearsed: Rehearsed) => {
  const { environment, by } = rehearsed;
  const ask = controlOver(parts, {
    environment,
    targets,
    definitionIn: storedAsItIs,
    respond: async () => {},
  });
  let delivered: Promise<unknown> | undefined;
  const userArn = `arn:aws:sts::000000000000:assumed-role/rehearsal/${by}`;
  const byUrl = async (request: object): Promise<Answer> => {
    const body = JSON.stringify({ environment, ...request });
    const requestContext = { http: { method: 'POST' }, authorizer: { iam: { userArn } } };
    const answer = (await ask({ version: '2.0', requestContext, body }, true)) as { readonly body: string };
    return JSON.parse(answer.body) as Answer;
  };
  return async (request: object): Promise<Answer> => {
    delivered ??= ask(deliveryOf(rehearsed), false).then(() => byUrl({ verb: 'adopt', owner: 'cli' }));
    await delivered;
    return byUrl(request);
  };
};
