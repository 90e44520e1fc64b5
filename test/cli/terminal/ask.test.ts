// What takes something away from people asks them, at a terminal and nowhere else, before it touches anything.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { cleanupStore } from '#cleanup/store/cleanup-store.ts';
import type { Documents } from '#cleanup/store/documents.ts';
import { curfewAsked, curfewHere } from '#test/cli/in-process.ts';
import { hasTerminals, onTerminal } from '#test/cli/on-terminal.ts';
import { cleanupOf } from '#test/support/cleanups.ts';
import { memoryDocuments } from '#test/support/documents-memory.ts';
import { memoryKafka } from '#test/support/memory-kafka.ts';
import { answerOfTable } from '#test/support/table-answers.ts';
import { answeredAsAccount, fileWithProfile } from './account-answers.ts';

/**
 * Stands for all of AWS: says whose account it is and what a run would do, takes every invocation that nobody waits for, knows no
 * `cleanup`, has the state table of one environment to read, and remembers what was asked of it besides the first two.
 */
const requests: string[] = [];
let table: Documents;
const aws = createServer(async (request, response) => {
  const [, operation] = String(request.headers['x-amz-target'] ?? '').split('.');
  if (operation === undefined && (await answeredAsAccount(request, response))) return;
  requests.push(operation ?? `${request.method} ${request.url}`);
  if (operation !== undefined) {
    const answer = await answerOfTable(table, operation, await text(request));
    response.writeHead(200, { 'content-type': 'application/x-amz-json-1.0' }).end(JSON.stringify(answer));
    return;
  }
  const isKnown = !request.url?.includes('cleanup');
  const headers = isKnown ? {} : { 'x-amzn-errortype': 'ResourceNotFoundException' };
  request.resume().on('end', () => response.writeHead(isKnown ? 202 : 404, headers).end());
});
let account: Readonly<Record<string, string>>;

beforeAll(async () => {
  await new Promise<void>((resolve) => aws.listen(0, '127.0.0.1', resolve));
  account = {
    AWS_ENDPOINT_URL: `http://127.0.0.1:${(aws.address() as AddressInfo).port}`,
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    AWS_CONFIG_FILE: '/nonexistent',
    AWS_SHARED_CREDENTIALS_FILE: fileWithProfile('acme'),
  };
  for (const [name, value] of Object.entries(account)) vi.stubEnv(name, value);
  vi.stubEnv('AWS_PROFILE', undefined);
});
afterAll(async () => {
  vi.unstubAllEnvs();
  aws.closeAllConnections();
  await new Promise((resolve) => aws.close(resolve));
});
beforeEach(() => {
  requests.length = 0;
  table = memoryDocuments();
});

const typed = (keys: string) => (keyboard: PassThrough) => void keyboard.write(keys);
const ended = (keyboard: PassThrough) => void keyboard.end();
const interrupted = () => void process.emit('SIGINT');
const nobody = () => {
  throw new Error('somebody was asked');
};

const stop = ['stop', 'staging', '--why', 'release'];
const invocation = 'POST /2015-03-31/functions/curfew-staging-stop%3Alive/invocations';

describe('curfew stop at a terminal', () => {
  const listening = process.listenerCount('SIGINT');

  it.each([
    ['no', typed('n\n'), 1, 'Nothing was changed.'],
    ['nothing', typed('\n'), 1, 'Nothing was changed.'],
    ['something else', typed('sure\n'), 1, 'Nothing was changed.'],
    ['the end of input', ended, 1, 'Nothing was changed.'],
    ['a yes that was not sent', (keyboard: PassThrough) => void keyboard.end('y'), 1, 'Nothing was changed.'],
    ['Ctrl-C', interrupted, 130, 'Cancelled. Nothing was changed.'],
  ])('curfew stop at a terminal changes nothing after %s', async (_, answer, expected, says) => {
    const { code, stdout, stderr } = await curfewAsked(stop, answer);

    expect({ code, stdout, requests }).toEqual({ code: expected, stdout: '', requests: [] });
    expect(stderr).toMatch(
      /^This stops staging in us-east-1 of account 123456789012 \(acme-dev\): 2 of 3 resources for .*\nIts schedule starts it again .*\n/,
    );
    expect(stderr.split('[y/N] ')[1]?.trim()).toBe(says);
    expect(process.listenerCount('SIGINT')).toBe(listening);
  });

  it.each(['y\n', 'Yes\n'])('curfew stop at a terminal continues after %j, and stdout is as usual', async (answer) => {
    const { code, stdout } = await curfewAsked(stop, typed(answer));

    expect({ code, requests }).toEqual({ code: 0, requests: [invocation] });
    expect(stdout).toMatch(/^Stop of staging requested in us-east-1\. Follow it: .*\n$/);
  });

  it('curfew stop at a terminal names the region and the profile, and asks before a run is taken over', async () => {
    const elsewhere = await curfewAsked([...stop, '--region', 'eu-west-1', '--profile', 'acme'], typed('n\n'));
    const superseding = await curfewAsked(['start', ...stop.slice(1), '--supersede'], typed('n\n'));

    expect([elsewhere.code, superseding.code, requests]).toEqual([1, 1, []]);
    expect(elsewhere.stderr).toContain(
      'This stops staging in eu-west-1 of account 123456789012 (acme-dev) with the profile acme: ',
    );
    expect(superseding.stderr).toContain('Take over and start staging? [y/N] ');
  });

  it.each([
    ['--yes', [...stop, '--yes'], invocation],
    ['--json', [...stop, '--json'], invocation],
    ['a start', ['start', ...stop.slice(1), '--yes'], invocation.replace('stop', 'start')],
    ['a start without --yes', ['start', ...stop.slice(1)], invocation.replace('stop', 'start')],
  ])('curfew stop at a terminal does not ask where there is nothing to ask: %s', async (_, args, invoked) => {
    const { code, stderr } = await curfewAsked(args, nobody);

    expect({ code, stderr, requests }).toEqual({ code: 0, stderr: '', requests: [invoked] });
  });

  it('curfew stop at a terminal asks nobody on the simulated AWS', async () => {
    const { code, stderr } = await curfewAsked([...stop, '--rehearsal', '--supersede'], nobody);

    expect({ code, stderr, requests }).toEqual({ code: 0, stderr: '', requests: [] });
  });

  it('curfew stop at a terminal does not ask for what is wrong', async () => {
    const { code, stderr } = await curfewAsked(['stop', 'stagin', '--why', 'x'], nobody);

    expect(code).toBe(2);
    expect(stderr).toContain('did you mean `staging`?');
  });
});

describe('curfew stop without a terminal', () => {
  it.each([
    { stdin: false, stderr: true },
    { stdin: true, stderr: false },
  ])('curfew stop without a terminal asks nobody: %j', async (terminal) => {
    const { code, stderr } = await curfewAsked([...stop, '--supersede'], nobody, terminal);

    expect({ code, stderr, requests }).toEqual({ code: 0, stderr: '', requests: [invocation] });
  });

  it('curfew stop asks nobody where its input is a pipe', async () => {
    const { code, stderr } = await curfewHere(stop);

    expect({ code, stderr, requests }).toEqual({ code: 0, stderr: '', requests: [invocation] });
  });
});

describe('curfew cleanup by its function at a terminal', () => {
  const execute = ['cleanup', 'execute', '--cluster', 'poc-atlas-dev-msk', '--plan-hash', '0f3a'];

  it('curfew cleanup by its function at a terminal invokes nothing after a no, and says what a plan that is not kept cannot go beyond', async () => {
    const whole = await curfewAsked(execute, typed('n\n'));
    const narrow = await curfewAsked([...execute, '--prefix', 'atlas.l3.'], typed('n\n'));
    const resumed = await curfewAsked(['cleanup', 'resume', '--cluster', 'staging'], typed('n\n'));

    expect([whole.code, narrow.code, resumed.code]).toEqual([1, 1, 1]);
    expect(requests).toEqual(['GetItem', 'GetItem', 'GetItem']);
    expect(whole.stderr).toContain(
      'This executes plan 0f3a on the cluster poc-atlas-dev-msk in us-east-1 of account 123456789012 (acme-dev), environment staging: ',
    );
    expect(whole.stderr).toContain('50 topics at most, within: atlas.events., atlas.scoring., atlas.l3.\n');
    expect(narrow.stderr).toContain('within: atlas.l3.\n');
    expect(resumed.stderr).toContain('This resumes the last run on the cluster poc-atlas-dev-msk');
  });

  it('curfew cleanup by its function at a terminal names the topics of the plan that the state table keeps, also of the last run, and invokes nothing after a no', async () => {
    const kafka = memoryKafka();
    for (const name of ['orders.new', 'orders.old']) kafka.add(name, { partitions: 1, records: 5 });
    const { plan, execute: executeIt } = cleanupOf(kafka.admin, cleanupStore(table));
    const { planHash = '' } = await plan();
    const { code, stdout, stderr } = await curfewAsked([...execute.slice(0, -1), planHash], typed('n\n'));
    await executeIt(planHash);
    const resumed = await curfewAsked(['cleanup', 'resume', '--cluster', 'staging'], typed('n\n'));

    expect({ code, stdout, resumed: resumed.code }).toEqual({ code: 1, stdout: '', resumed: 1 });
    expect(new Set(requests)).toEqual(new Set(['GetItem', 'Query']));
    expect(stderr).toMatch(
      `This executes plan ${planHash} on the cluster poc-atlas-dev-msk in us-east-1 of account 123456789012 (acme-dev), environment staging: `,
    );
    for (const asked of [stderr, resumed.stderr])
      expect(asked).toContain('\n2 topics (prefix orders.), up to 10 records: orders.new, orders.old\nEmpty these');
  });

  it.each([
    ['a yes', execute, typed('y\n'), ['GetItem']],
    ['--yes', [...execute, '--yes'], nobody, []],
    ['verify', ['cleanup', 'verify', '--cluster', 'staging'], nobody, []],
  ])('curfew cleanup continues with the function after %s', async (_, args, answer, before) => {
    const { code, stderr } = await curfewAsked(args, answer);

    expect(code).toBe(1);
    expect(stderr).toContain('is not deployed');
    expect(requests).toEqual([...before, 'POST /2015-03-31/functions/curfew-staging-cleanup/invocations']);
  });
});

describe.skipIf(!hasTerminals)('on a real terminal', () => {
  it.each([
    ['no', 'n\r', 1, /\[y\/N\] n\r\nNothing was changed\.\r\n$/, []],
    ['Ctrl-C', '\u0003', 130, /\[y\/N\] \^C[\r\n]+Cancelled\. Nothing was changed\.\r\n$/, []],
    ['Ctrl-D', '\u0004', 1, /\[y\/N\] [\r\n]+Nothing was changed\.\r\n$/, []],
    ['yes', 'y\r', 0, /\[y\/N\] y\r\nStop of staging requested in us-east-1\. .*\r\n$/, [invocation]],
  ])('curfew stop on a real terminal obeys %s', async (_, keys, expected, shows, asked) => {
    const { code, shown } = await onTerminal('stop staging --why release', { env: account, typed: keys });

    expect({ code, requests }).toEqual({ code: expected, requests: asked });
    expect(shown).toMatch(shows);
  });
});
