// docs/first-deployment.md, read and carried out: its commands run against the fake account in the order of the page, and print what
// it says they print.
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { parse } from 'yaml';
import type { Connectivity } from '#infra/platform/config/foundation-config.ts';
import { exported } from '#infra/platform/config/staging.ts';
import { reportOf } from '../../../scripts/preflight/report.ts';
import { sourceOf } from '../fixtures/environments.ts';
import { type Account, accountId } from './account.ts';
import { prepared, traveller } from './journey.ts';
import { atFirst, type Phases } from './stage.ts';

const page = readFileSync('docs/first-deployment.md', 'utf8').split('\n## prod')[0] ?? '';

type Command = { readonly command: string; readonly prints: readonly string[] };
type Step = { readonly edit: string } | Command;

/** Blocks of a list are indented; what a command prints is compared without that. */
const steps: readonly Step[] = [...page.matchAll(/^( *)```(console|ts)\n([\s\S]*?)\n *```/gm)].flatMap(
  ([, indent = '', kind, text = '']): Step[] => {
    const lines = text.split('\n').map((line) => line.slice(indent.length));
    if (kind === 'ts') return lines.map((edit) => ({ edit }));
    const commands = lines.join('\n').split(/^\$ /m).slice(1);
    return commands.map((one) => {
      const [command = '', ...prints] = one.trimEnd().split('\n');
      return { command, prints };
    });
  },
);

const edited = (phases: Phases, edit: string): Phases => {
  const { connectivity, sink, lifecycle } = parse(`{ ${edit.replace(/,$/, '')} }`) as Record<string, unknown>;
  if (connectivity) return { ...phases, connectivity: connectivity as Connectivity };
  if (lifecycle) return { ...phases, lifecycle: 'established' };
  return { ...phases, sink: sink === 'exported' ? 'running' : 'preparing' };
};

/** What the command prints, or nothing where the page shows nothing of it. */
const carriedOut = async (account: Account, phases: Phases, command: string): Promise<string> => {
  const way = traveller(account, 'staging');
  const words = command.split(' ');
  const after = (option: string): string => words[words.indexOf(option) + 1] ?? '';
  const given = Object.fromEntries(
    words.filter((word) => /^\w+=[:@\w]/.test(word)).map((word) => word.split(/=(.*)/s).slice(0, 2)),
  );
  if (command.startsWith('npx cdk bootstrap')) {
    account.parameters.set('/cdk-bootstrap/hnb659fds/version', '30');
    return ` ✅  Environment ${words.at(-1)} bootstrapped.`;
  }
  if (command.startsWith('aws ssm put-parameter')) {
    account.parameters.set(after('--name'), after('--value'));
    if (after('--name').endsWith('certificate-arn')) account.certificates.set(after('--value'), 'ISSUED');
    return '';
  }
  if (command.startsWith('aws secretsmanager put-secret-value')) {
    const before = account.secrets.get(after('--secret-id'));
    if (!before) return `no secret ${after('--secret-id')}`;
    account.secrets.set(after('--secret-id'), Object.fromEntries(Object.keys(before).map((key) => [key, 'a value'])));
    return '';
  }
  if (command.startsWith('aws s3 cp')) {
    const [, bucket = '', key = ''] = /s3:\/\/([^/]+)\/(.+)$/.exec(command) ?? [];
    account.buckets.get(bucket)?.add(key);
    return account.buckets.has(bucket) ? '' : `no bucket ${bucket}`;
  }
  if (command.startsWith('docker push')) {
    account.images.add(words.at(-1)?.split('/').at(-1) ?? '');
    return '';
  }
  if (command.startsWith('npm run preflight')) {
    const id = words.find((word) => word.startsWith('staging/')) ?? '';
    return reportOf(id, await way.lacks(id.replace('staging/', ''), phases, given)).trimEnd();
  }
  if (command.startsWith('npx cdk deploy')) {
    const name = words[3]?.replace('staging/', '') ?? '';
    const { reason } = way.deploy(name, phases, given);
    return reason ?? ` ✅  staging-${name}`;
  }
  if (/^(npm ci|NEW_RELIC_API_KEY=)/.test(command)) return '';
  throw new Error(`this page has a command that nobody can try: ${command}`);
};

it('the page of the first deployment leads from an empty account to six services and their operations', async () => {
  const account = prepared();
  account.parameters.clear();
  let phases = atFirst;
  for (const step of steps) {
    if ('edit' in step) phases = edited(phases, step.edit);
    else
      expect([step.command, await carriedOut(account, phases, step.command)]).toEqual([
        step.command,
        step.prints.join('\n'),
      ]);
  }

  expect(phases.lifecycle).toBe('established');
  expect(account.definitions.get('staging')).toBe(sourceOf('staging'));
  expect([...account.stacks].map(([name, { status }]) => `${name} ${status.replace(/^\w+_/, '')}`).sort()).toEqual(
    ['data', 'network', 'observability', 'operations', 'streaming', 'workloads'].map(
      (name) => `staging-${name} COMPLETE`,
    ),
  );
  expect([...account.resources.values()].filter(({ type }) => type === 'AWS::ECS::Service')).toHaveLength(6);
});

it('what the page of the first deployment exports is what staging has ready for it', () => {
  expect(page).toContain('sink: exported,');
  // Its fields are for people to change.
  expect(exported.kind).toBe('running');
});

it('the page of the first deployment is written for one account, and has its steps numbered without a gap', () => {
  const numbers = [...page.matchAll(/^(\d+)\. /gm)].map(([, number]) => Number(number));

  expect(numbers).toEqual(numbers.map((_, index) => index + 1));
  expect(
    [...page.matchAll(/\b\d{12}\b/g)]
      .map(([number]) => number)
      .filter((one) => ![accountId, '754728514883'].includes(one)),
  ).toEqual([]);
});
