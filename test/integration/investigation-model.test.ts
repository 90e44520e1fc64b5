// Requests to AWS DevOps Agent against botocore: its model of the service validates them, its serialiser makes the same of their
// content, and its signer the same signature.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { expect, it } from 'vitest';
import type { Definition } from '#definition/definition.ts';
import { devOpsAgent } from '#notify/investigations/devops-agent.ts';
import { type BacklogTask, backlogTask } from '#notify/investigations/request.ts';
import { receivedFrom } from '#notify/recognition/received.ts';
import { recogniseNotification } from '#notify/recognition/recognise-notification.ts';
import { alarmBody } from '#test/support/notify-bench.ts';

const python = process.env.CURFEW_PYTHON ?? (existsSync('.venv/bin/python') ? '.venv/bin/python' : 'python3');

const script = `
import json, sys, datetime
import botocore.session
from botocore import auth, credentials, serialize, validate
from botocore.awsrequest import AWSRequest
service = botocore.session.get_session().get_service_model('devops-agent')
serializer = serialize.create_serializer(service.protocol_name if hasattr(service, 'protocol_name') else service.metadata['protocol'])
made = []
for line in sys.stdin:
    one = json.loads(line)
    operation = service.operation_model(one['operation'])
    report = validate.ParamValidator().validate(one['params'], operation.input_shape)
    wanted = serializer.serialize_to_request(one['params'], operation)
    class Then(datetime.datetime):
        @classmethod
        def utcnow(cls): return datetime.datetime.fromisoformat(one['at'])
        @classmethod
        def now(cls, tz=None): return datetime.datetime.fromisoformat(one['at'])
    auth.get_current_datetime = lambda: datetime.datetime.fromisoformat(one['at'])
    headers = {k: v for k, v in one['headers'].items() if k in ('host', 'content-type', 'x-amz-content-sha256')}
    request = AWSRequest(method='POST', url=one['url'], data=one['body'], headers=headers)
    signer = auth.SigV4Auth(credentials.Credentials('AKIAEXAMPLE', 'example'), service.signing_name, 'us-east-1')
    signer.add_auth(request)
    made.append({
        'problems': report.generate_report(),
        'path': wanted['url_path'], 'method': wanted['method'],
        'body': json.loads(wanted['body']),
        'authorization': request.headers['Authorization'],
    })
print(json.dumps(made))
`;

type Sent = { readonly url: string; readonly headers: Readonly<Record<string, string>>; readonly body: string };

const credentials = async () => ({ accessKeyId: 'AKIAEXAMPLE', secretAccessKey: 'example' });
const at = new Date('2026-11-20T23:20:00Z');

const recording = () => {
  const sent: Sent[] = [];
  const fetch: typeof globalThis.fetch = async (url, init) => {
    sent.push({ url: String(url), headers: init?.headers as Record<string, string>, body: String(init?.body) });
    return new Response(JSON.stringify({ task: { taskId: 't' }, records: [] }), { status: 201 });
  };
  return { sent, agent: devOpsAgent({ region: 'us-east-1', credentials, fetch, signingDate: () => at }) };
};

const names = ['orders-errors', 'ü'.repeat(300), 'a'.repeat(5_000), '🚀'.repeat(400), 'x|y', 'password=hunter2hunter2'];

const tasks = names.map((name): BacklogTask => {
  const received = receivedFrom({ messageId: 'm', body: alarmBody({ name, at: at.getTime() }) });
  const notification = recogniseNotification(received);
  const around = { expectations: [], silences: [], lease: undefined, reports: [], nowMs: at.getTime() };
  const definition: Pick<Definition, 'environment' | 'region'> = { environment: 'prod', region: 'us-east-1' };
  return backlogTask({ notification, sinceMs: at.getTime(), definition, around });
});

it('botocore validates each request, makes the same of it, and signs it the same', async () => {
  const { sent, agent } = recording();
  for (const task of tasks) await agent.create('space-1', task);
  await agent.journal('space-1', 'exe-ops1-0f3a');
  const lines = sent.map(({ body, ...one }, index) => {
    const isLast = index === tasks.length;
    const params = { agentSpaceId: 'space-1', ...JSON.parse(body) };
    return JSON.stringify({
      ...one,
      body,
      params,
      at: '2026-11-20T23:20:00',
      operation: isLast ? 'ListJournalRecords' : 'CreateBacklogTask',
    });
  });

  const { stdout, stderr, status } = spawnSync(python, ['-c', script], { input: lines.join('\n'), encoding: 'utf8' });
  expect({ status, stderr: status === 0 ? '' : stderr }).toEqual({ status: 0, stderr: '' });

  const made = JSON.parse(stdout) as readonly Readonly<Record<string, unknown>>[];
  expect(made).toHaveLength(names.length + 1);
  for (const [index, one] of made.entries()) {
    const { url, headers, body } = sent[index] ?? { url: '', headers: {}, body: '' };
    expect(one).toMatchObject({ problems: '', method: 'POST', path: new URL(url).pathname, body: JSON.parse(body) });
    expect(headers['x-amz-date']).toBe('20261120T232000Z');
  }
  expect(made.map(({ authorization }) => authorization)).toEqual(sent.map(({ headers }) => headers.authorization));
});
