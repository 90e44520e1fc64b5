// The simulated AWS DevOps Agent, below the requests: as strict as the service's model, and as forgetful as its token allows.
import * as z from 'zod';

/** `CreateBacklogTask` and `ListJournalRecords` of the model of 2026-01-01 (facts/streaming.md 7). */
const taskInput = z.strictObject({
  taskType: z.enum(['INVESTIGATION', 'EVALUATION']),
  title: z.string().min(1).max(400),
  description: z.string().max(10_000).optional(),
  priority: z.enum(['CRITICAL', 'HIGH', 'MEDIUM', 'LOW', 'MINIMAL']),
  clientToken: z
    .string()
    .regex(/^[\x21-\x7E]{1,64}$/)
    .optional(),
});
const journalInput = z.strictObject({
  executionId: z.string().regex(/^[a-zA-Z0-9_.-]{1,128}$/),
  limit: z.int().min(1).max(100).optional(),
  order: z.enum(['ASC', 'DESC']).optional(),
  nextToken: z.string().min(1).max(2_048).optional(),
});

type Task = z.output<typeof taskInput> & { readonly taskId: string; readonly agentSpace: string };

type SimulatedDevOpsAgent = {
  readonly fetch: typeof globalThis.fetch;
  readonly tasks: readonly Task[];
  /** The event by which EventBridge says that an investigation is over. */
  readonly ended: (task: Task, atMs: number, detailType?: string) => object;
};

const json = (status: number, body: object, error?: string): Response =>
  new Response(JSON.stringify(body), { status, headers: error === undefined ? {} : { 'x-amzn-errortype': error } });

const refused = (status: number, name: string, message: string): Response => json(status, { message }, name);

/** `answer` may refuse a call before it is looked at, or lose its answer after it was carried out. */
export const simulatedDevOpsAgent = (
  created: (task: Task) => void = () => {},
  answer: (call: number) => 'carry-out' | 'lose' | { readonly status: number; readonly name: string } = () =>
    'carry-out',
): SimulatedDevOpsAgent => {
  const tasks: Task[] = [];
  let calls = 0;

  const create = (agentSpace: string, body: unknown): Response => {
    const input = taskInput.safeParse(body);
    if (!input.success) return refused(400, 'ValidationException', z.prettifyError(input.error));
    const { clientToken, ...asked } = input.data;
    const known = tasks.find((one) => one.clientToken !== undefined && one.clientToken === clientToken);
    const isSame =
      known && JSON.stringify([known.title, known.description]) === JSON.stringify([asked.title, asked.description]);
    if (known && !isSame) return refused(409, 'ConflictException', 'The client token was used with another request.');
    const task = known ?? { ...input.data, taskId: `task-${tasks.length + 1}`, agentSpace };
    if (!known) {
      tasks.push(task);
      created(task);
    }
    return json(201, { task: { ...task, agentSpaceId: agentSpace, status: 'PENDING_START', version: 1 } });
  };

  const journal = (body: unknown): Response => {
    const input = journalInput.safeParse(body);
    if (!input.success) return refused(400, 'ValidationException', z.prettifyError(input.error));
    const about = tasks.find(({ taskId }) => input.data.executionId === `exe-${taskId}`);
    const records = [
      {
        recordId: 'r2',
        recordType: 'SUMMARY',
        content: { text: `Root cause of ${about?.title ?? 'nothing'}: simulated.` },
      },
      { recordId: 'r1', recordType: 'PLANNING', content: { text: 'Looks at metrics.' } },
    ];
    return json(200, { records });
  };

  return {
    tasks,
    ended: ({ taskId, agentSpace }, atMs, detailType = 'Investigation Completed') => ({
      ...{ version: '0', id: `event-${taskId}`, source: 'aws.aidevops', 'detail-type': detailType },
      ...{ account: '111122223333', region: 'us-east-1', time: new Date(atMs).toISOString(), resources: [] },
      detail: {
        version: '1.0.0',
        metadata: { agent_space_id: agentSpace, task_id: taskId, execution_id: `exe-${taskId}` },
        data: { status: 'COMPLETED', summary_record_id: 'r2' },
      },
    }),
    async fetch(url, init) {
      calls += 1;
      const headers = new Headers(init?.headers);
      if (!/^AWS4-HMAC-SHA256 Credential=.*\/aidevops\/aws4_request/.test(headers.get('authorization') ?? ''))
        return refused(403, 'AccessDeniedException', 'The request is not signed for aidevops.');
      const how = answer(calls);
      if (typeof how === 'object') return refused(how.status, how.name, 'refused by the simulation');
      const { pathname } = new URL(String(url));
      const [, kind, space = ''] = /^\/(backlog|journal)\/agent-space\/([^/]+)\/\w+$/.exec(pathname) ?? [];
      const body: unknown = JSON.parse(String(init?.body));
      const response = kind === 'backlog' ? create(decodeURIComponent(space), body) : journal(body);
      if (how === 'lose') throw new TypeError('fetch failed');
      return response;
    },
  };
};
