// The flow of `alarm-investigation` on a bench: stores in memory, a clock that tests move, the simulated AWS DevOps Agent, and a
// world that can fail at any of its calls.
import type { Investigation } from '#core/investigation.ts';
import type { Notice } from '#core/notice.ts';
import type { Definition } from '#definition/definition.ts';
import { definitionsAsGiven } from '#definition/versions/in-use.ts';
import { alarmInvestigation } from '#functions/alarm-investigation/flow.ts';
import { memoryNotificationStore } from '#notify/delivery/memory-notifications.ts';
import { devOpsAgent } from '#notify/investigations/devops-agent.ts';
import { simulatedDevOpsAgent } from '#sim/aws/devops-agent.ts';
import { memoryStateStore } from '#test/support/memory-state-store.ts';
import { benchStart, definitionFor } from '#test/support/notify-bench.ts';

type Call = 'before' | 'after' | undefined;

type Options = {
  readonly investigations?: Partial<NonNullable<Definition['investigations']>>;
  readonly definition?: Partial<Definition>;
  /** Whether the n-th call of an invocation fails, and if so before it is carried out or after. */
  readonly fails?: (call: number) => Call;
  readonly answer?: Parameters<typeof simulatedDevOpsAgent>[1];
};

/** Every call of a port counts, and may fail before or after it was carried out: what a crash at that point looks like. */
const failing = <T extends object>(port: T, count: () => number, fails: NonNullable<Options['fails']>): T =>
  new Proxy(port, {
    get: (target, key) => {
      const call: unknown = Reflect.get(target, key);
      if (typeof call !== 'function') return call;
      return async (...args: unknown[]) => {
        const how = fails(count());
        if (how === 'before') throw new Error('the invocation died');
        const answer: unknown = await call.apply(target, args);
        if (how === 'after') throw new Error('the invocation died');
        return answer;
      };
    },
  });

export const investigationBench = ({ investigations, definition, fails = () => undefined, answer }: Options = {}) => {
  let now = Date.parse(benchStart);
  let calls = 0;
  const count = () => ++calls;
  const said: (Notice | Investigation)[] = [];
  const logged: string[] = [];
  const state = memoryStateStore();
  const aws = simulatedDevOpsAgent(() => {}, answer);
  const credentials = async () => ({ accessKeyId: 'AKIAEXAMPLE', secretAccessKey: 'example' });
  const made: Definition = {
    ...definitionFor('prod'),
    investigations: { agentSpace: 'space-1', perDay: 5, ...investigations },
    ...definition,
  };
  const handle = alarmInvestigation({
    environment: 'prod',
    current: definitionsAsGiven(() => made),
    state: failing(state, count, fails),
    notifications: failing(memoryNotificationStore(), count, fails),
    agent: failing(devOpsAgent({ region: 'sa-east-1', credentials, fetch: aws.fetch }), count, fails),
    say: failing({ say: async (message: Notice | Investigation) => void said.push(message) }, count, fails).say,
    nowMs: () => now,
    log: {
      info: (_, about) => void logged.push(String(about?.as)),
      warn: (_, about) => void logged.push(String(about?.reason)),
    },
  });
  return {
    ...{ handle, state, said, logged, tasks: aws.tasks, ended: aws.ended },
    nowMs: () => now,
    pass: (minutes: number) => {
      now += minutes * 60_000;
    },
    begin: () => {
      calls = 0;
    },
    callsMade: () => calls,
  };
};
