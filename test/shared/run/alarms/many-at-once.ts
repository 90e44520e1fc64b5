// Downtimes over a CloudWatch that answers at once: for alarms by the hundred, and for what it refuses.
import type { MuteRule } from '#core/alarm.ts';
import { OperationError } from '#core/errors.ts';
import type { Expectation } from '#core/expectation.ts';
import { localWorkflow, memoryJournal } from '#run/engine/local.ts';
import { evening } from '#test/support/cloud.ts';
import { memoryStateStore } from '#test/support/memory-state-store.ts';
import { definition } from './muting-world.ts';

export const iso = (ms: number): string => new Date(ms).toISOString();

export const expectation = (run: string, more: Partial<Expectation> = {}): Expectation => ({
  run,
  reason: 'stop by ana',
  from: iso(evening),
  until: iso(evening + 15 * 3_600_000),
  alarms: ['db-storage'],
  identities: ['atlas-db'],
  ...more,
});

type Answers = {
  readonly found?: readonly string[];
  /** By alarm, what AWS calls what it is about. */
  readonly about?: Readonly<Record<string, readonly string[]>>;
  readonly quiet?: readonly string[] | Error;
  /** Of rules that are put or deleted. */
  readonly refused?: (rule: string) => boolean;
  readonly findError?: Error;
  readonly mute?: readonly string[];
  readonly isUnheld?: boolean;
};

export const refusal = (message = 'not allowed', retryable = false): OperationError =>
  new OperationError(retryable ? 'UNAVAILABLE' : 'ACCESS_DENIED', message);

/** With these expectations in the table already. */
export const atOnce = async (standing: readonly Expectation[] = [], answers: Answers = {}) => {
  const { found = [], about = {}, quiet = [], refused = () => false, findError, mute, isUnheld = false } = answers;
  const state = memoryStateStore();
  const lease = { run: 'staging-stop-1', action: 'stop', until: evening * 2 } as const;
  if (!isUnheld) await state.acquireLease('staging', lease, evening, true);
  for (const one of standing) await state.expect('staging', one);
  const rules: MuteRule[] = [];
  const deleted: string[] = [];
  const steps: string[] = [];
  let writes = 0;
  const refuse = (name: string): void => {
    if (refused(name)) throw refusal(`${name} refused`);
  };
  const workflow = localWorkflow({
    journal: memoryJournal(),
    log: { info: () => {}, warn: () => {} },
    nowMs: () => evening,
    sleepUntil: async () => {},
  });
  return {
    deps: {
      definition: () => (mute ? { ...definition, alarms: { ...definition.alarms, mute } } : definition),
      runtime: { now: () => new Date(evening), random: () => 0, newId: () => 'id' },
      state: {
        ...state,
        expect: async (environment: string, one: Expectation) => {
          // As a table that takes a while.
          await new Promise((resolve) => setImmediate(resolve));
          writes++;
          await state.expect(environment, one);
        },
      },
      alarms: {
        find: async () => {
          if (findError) throw findError;
          return found.map((name) => ({ name, actionsEnabled: true, actions: [], identities: about[name] ?? [] }));
        },
        quiet: async () => {
          if (quiet instanceof Error) throw quiet;
          return new Set(quiet);
        },
        mute: async (rule: MuteRule) => {
          refuse(rule.name);
          rules.push(rule);
        },
        unmute: async (name: string) => {
          refuse(name);
          deleted.push(name);
        },
      },
    },
    workflow: {
      ...workflow,
      step: (<T>(name: string, fn: () => Promise<T>) => {
        steps.push(name);
        return workflow.step(name, fn);
      }) as typeof workflow.step,
    },
    rules,
    deleted,
    steps,
    /** Since it stands. */
    writes: () => writes,
    expectations: () => state.expectations('staging'),
  };
};
