// Whether an expectation was met, and if not, what happened instead and when.

export type ExpectationResult =
  | { readonly met: true; readonly at: number }
  | { readonly met: false; readonly at: number; readonly actual: string };

/** `place` is the file's line, `expected` what it asks for in words. */
export type JudgedExpectation = ExpectationResult & {
  readonly path: string;
  readonly place: string;
  readonly expected: string;
};
