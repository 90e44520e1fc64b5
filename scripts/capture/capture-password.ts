// The capture itself: which secret RDS keeps the password in, what it says, and the same written where it is to stay.
import type { Run } from '../preflight/aws-cli.ts';
import { privateFile } from './private-file.ts';

type Captured = { readonly instance: string; readonly secret: string };

/** No password is printed, nor is one part of a command: the command line of a process can be read by others on the machine. */
export const capturePassword = async (
  { instance, secret }: Captured,
  run: Run,
  write: (text: string) => { readonly path: string; readonly remove: () => void } = privateFile,
): Promise<string> => {
  const ask = async (...args: readonly string[]): Promise<Record<string, unknown>> => {
    const answer = await run(args);
    if ('refused' in answer) throw new Error(`aws ${args.slice(0, 2).join(' ')}: ${answer.refused}`);
    return JSON.parse(answer.stdout);
  };
  const found = await ask('rds', 'describe-db-instances', '--db-instance-identifier', instance);
  const [database] = found.DBInstances as { MasterUserSecret?: { SecretArn: string; SecretStatus: string } }[];
  const managed = database?.MasterUserSecret;
  if (!managed) throw new Error(`RDS manages no password of ${instance}: there is nothing to capture`);
  if (managed.SecretStatus !== 'active')
    throw new Error(`the password of ${instance} is being changed (${managed.SecretStatus}); try again`);
  const { SecretString } = await ask('secretsmanager', 'get-secret-value', '--secret-id', managed.SecretArn);
  const { username, password } = JSON.parse(String(SecretString)) as Record<string, string>;
  if (!username || !password) throw new Error(`the secret of ${instance} has no username and password`);
  const file = write(JSON.stringify({ username, password }));
  try {
    await ask('secretsmanager', 'put-secret-value', '--secret-id', secret, '--secret-string', `file://${file.path}`);
  } finally {
    file.remove();
  }
  return `the current password of ${instance} is in ${secret}; switch the database to \`static\` before RDS changes it again`;
};
