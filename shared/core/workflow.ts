// The port every run is written against; the engines are in durable.ts and local.ts (facts/durable-functions.md 8).

/** The logger drops a field of the name of one of its own. */
type Fields = Record<string, unknown> & {
  readonly message?: never;
  readonly level?: never;
  readonly timestamp?: never;
};

export type Log = {
  info(message: string, fields?: Fields): void;
  warn(message: string, fields?: Fields): void;
};

export type BranchResult<T> = { readonly name: string } & (
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly error: string }
);

export type NextPoll = { readonly done: true } | { readonly done: false; readonly afterSeconds: number };

/** Attempts in total; delays double from the first up to the maximum. Whole seconds. */
export type Retry = { readonly attempts: number; readonly firstDelaySeconds: number; readonly maxDelaySeconds: number };

/** What a branch of `parallel` may do: a wait inside a branch does not compile. */
export type BranchWorkflow = Pick<Workflow, 'step' | 'log'>;

export type Branch<T> = { readonly name: string; readonly run: (workflow: BranchWorkflow) => Promise<T> };

/**
 * Contract, held by one suite for every engine: values are JSON; `fn` and `check` may run more than once and do not
 * run again once their result is stored; `check` does not throw; `parallel` never throws and runs every branch;
 * outside of `fn` and `check` nothing reads the clock, chance or the world.
 */
export type Workflow = {
  readonly log: Log;
  /** Runs `fn` and stores its result. Without `retry` a throw is final. */
  step<T>(name: string, fn: () => Promise<T>, retry?: Retry): Promise<T>;
  /** Checks at once, then after each delay (whole seconds), until the next poll of the state is done. */
  waitUntil<S>(name: string, initial: S, check: (state: S) => Promise<S>, nextPoll: (state: S) => NextPoll): Promise<S>;
  parallel<T>(name: string, branches: readonly Branch<T>[], maxConcurrency: number): Promise<BranchResult<T>[]>;
  /** A bracket with a name of its own; what it contains is dropped from the journal once it is finished. */
  scope<T>(name: string, fn: (workflow: Workflow) => Promise<T>): Promise<T>;
};
