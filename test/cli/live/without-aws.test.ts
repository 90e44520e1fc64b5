// A run of this machine that cannot begin: no credentials, no network, no table. It says why at once, and begins nothing.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { curfewHere } from '../in-process.ts';

const stop = ['stop', 'test/fixtures/environments/staging.yaml', '--local', '--why', 'x', '--yes'];

beforeEach(() => {
  for (const name of ['AWS_CONFIG_FILE', 'AWS_SHARED_CREDENTIALS_FILE']) vi.stubEnv(name, '/nonexistent');
  vi.stubEnv('AWS_EC2_METADATA_DISABLED', 'true');
  vi.stubEnv('AWS_PROFILE', undefined);
  for (const name of ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY']) vi.stubEnv(name, 'test');
});
afterEach(() => void vi.unstubAllEnvs());

describe('a local run that cannot begin', () => {
  it('a local run that cannot begin without credentials says which of the two to use', async () => {
    for (const name of ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY']) vi.stubEnv(name, undefined);
    const { code, stdout, stderr } = await curfewHere(stop);

    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toMatch(
      /^No valid AWS credentials: .*\nTo use the AWS account: .*\nTo use the simulated AWS, .*--rehearsal\n$/,
    );
  });

  it('a local run that cannot begin without a network says so after one attempt', async () => {
    vi.stubEnv('AWS_ENDPOINT_URL', 'http://127.0.0.1:9');
    const { code, stdout, stderr } = await curfewHere(stop);

    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toMatch(/^AWS in us-east-1 cannot be reached \(ECONNREFUSED\): /);
  });

  it('a local run that cannot begin behind a proxy that answers instead of AWS says so', async () => {
    const proxy = createServer((_, response) => response.writeHead(502).end('<html>Bad gateway</html>'));
    await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
    vi.stubEnv('AWS_ENDPOINT_URL', `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`);
    const { code, stdout, stderr } = await curfewHere(stop);
    proxy.closeAllConnections();
    proxy.close();

    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toMatch(/^Not AWS, but something on the way to us-east-1 answered \(HTTP 502\): /);
  });

  it('a local run that cannot begin without a state table asks once, and says how to deploy', async () => {
    const asked: string[] = [];
    const aws = createServer(async (request, response) => {
      asked.push(String(request.headers['x-amz-target']));
      await text(request);
      const type = 'com.amazonaws.dynamodb.v20120810#ResourceNotFoundException';
      response.writeHead(400, { 'content-type': 'application/x-amz-json-1.0' }).end(JSON.stringify({ __type: type }));
    });
    await new Promise<void>((resolve) => aws.listen(0, '127.0.0.1', resolve));
    vi.stubEnv('AWS_ENDPOINT_URL', `http://127.0.0.1:${(aws.address() as AddressInfo).port}`);
    const { code, stderr } = await curfewHere(stop);
    aws.closeAllConnections();
    aws.close();

    expect(code).toBe(1);
    expect(stderr).toMatch(/^Curfew is not deployed for staging in us-east-1: /);
    expect(asked).toEqual(['DynamoDB_20120810.GetItem']);
  });
});
