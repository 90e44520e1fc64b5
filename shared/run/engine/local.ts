// The local engine: runs a workflow in a plain process, with a real or a virtual clock. Results go into a journal, so a
// run that died is resumed by running it again over the same journal.

import pMap from 'p-map';
import { willFailAgain } from '#core/will-fail-again.ts';
import type { Branch, BranchResult, Log, NextPoll, Retry, Workflow } from '#core/workflow.ts';
import { stepRetrySeconds } from '../loop/pace.ts';
import { type JsonCopy, jsonCopier } from './json-copy.ts';

export type JournalEntry =
  | { readonly kind: 'done'; readonly value: unknown }
  | { readonly kind: 'failed'; readonly message: string }
  | { readonly kind: 'polling'; readonly state: unknown; readonly dueMs: number };

export type Journal = {
  get(key: string): JournalEntry | undefined;
  set(key: string, entry: JournalEntry): void;
};

type LocalEngine = {
  readonly journal: Journal;
  readonly log: Log;
  readonly nowMs: () => number;
  /** Resolves at the given time (epoch milliseconds) of the engine's clock; at once if it has passed. */
  readonly sleepUntil: (ms: number) => Promise<void>;
};

export const memoryJournal = (): Journal => {
  const entries = new Map<string, JournalEntry>();
  return { get: (key) => entries.get(key), set: (key, entry) => void entries.set(key, entry) };
};

/** One run of it: what a journal would restore is copied, so that first run and replay see the same shape. */
type RunEngine = LocalEngine & { readonly jsonCopy: JsonCopy };

const attempt = async <T>(engine: LocalEngine, fn: () => Promise<T>, retry: Retry | undefined): Promise<T> => {
  for (let next = 2; ; next++) {
    try {
      return await fn();
    } catch (error) {
      if (!retry || next > retry.attempts || willFailAgain(error)) throw error;
      await engine.sleepUntil(engine.nowMs() + stepRetrySeconds(retry, next) * 1_000);
    }
  }
};

const runBranch = async <T>(
  engine: RunEngine,
  key: string,
  { name, run }: Branch<T>,
  index: number,
): Promise<BranchResult<T>> => {
  try {
    return { name, ok: true, value: await run(workflowAt(engine, `${key}/${index}/`)) };
  } catch (error) {
    return { name, ok: false, error: error instanceof Error ? error.message : String(error) };
  }
};

const workflowAt = (engine: RunEngine, prefix: string): Workflow => {
  let operations = 0;
  const json = <T>(value: T): T => (value === undefined ? value : (engine.jsonCopy(value) as T));
  const nextKey = (name: string): string => `${prefix}${++operations} ${name}`;
  const keep = <T>(key: string, value: T): T => {
    engine.journal.set(key, { kind: 'done', value });
    return value;
  };
  const store = <T>(key: string, value: T): T => keep(key, json(value));

  const step = async <T>(name: string, fn: () => Promise<T>, retry?: Retry): Promise<T> => {
    const key = nextKey(name);
    const entry = engine.journal.get(key);
    if (entry?.kind === 'done') return entry.value as T;
    if (entry?.kind === 'failed') throw new Error(entry.message);
    try {
      return store(key, await attempt(engine, fn, retry));
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      engine.journal.set(key, { kind: 'failed', message });
      throw error;
    }
  };

  const waitUntil = async <S>(
    name: string,
    initial: S,
    check: (state: S) => Promise<S>,
    nextPoll: (state: S) => NextPoll,
  ): Promise<S> => {
    const key = nextKey(name);
    const entry = engine.journal.get(key);
    if (entry?.kind === 'done') return entry.value as S;
    const polling = entry?.kind === 'polling' ? entry : undefined;
    let state = polling ? (polling.state as S) : json(initial);
    if (polling) await engine.sleepUntil(polling.dueMs);
    for (;;) {
      state = json(await check(state));
      const judged = nextPoll(state);
      if (judged.done) return keep(key, state);
      const dueMs = engine.nowMs() + judged.afterSeconds * 1_000;
      engine.journal.set(key, { kind: 'polling', state, dueMs });
      await engine.sleepUntil(dueMs);
    }
  };

  const parallel = async <T>(name: string, branches: readonly Branch<T>[], maxConcurrency: number) => {
    const key = nextKey(name);
    const entry = engine.journal.get(key);
    if (entry?.kind === 'done') return entry.value as BranchResult<T>[];
    const results = await pMap(branches, (branch, index) => runBranch(engine, key, branch, index), {
      concurrency: maxConcurrency,
    });
    return store(key, results);
  };

  const scope = async <T>(name: string, fn: (workflow: Workflow) => Promise<T>): Promise<T> => {
    const key = nextKey(name);
    const entry = engine.journal.get(key);
    return entry?.kind === 'done' ? (entry.value as T) : store(key, await fn(workflowAt(engine, `${key}/`)));
  };

  return { log: engine.log, step, waitUntil, parallel, scope };
};

export const localWorkflow = (engine: LocalEngine): Workflow => workflowAt({ ...engine, jsonCopy: jsonCopier() }, '');
