// A fault that a hurried change could bring in, put into something in memory, and the check that finds it.

/** What a person who meets the check reads of it. */
export type InjectedFault = {
  readonly fault: string;
  /** Who finds it: a test here, `curfew validate` (and the build with it), or `npm run synth`. */
  readonly caughtBy: string;
  /** The findings, of which one has to be about the fault. */
  readonly findings: () => unknown[] | Promise<unknown[]>;
  readonly about: RegExp;
};
