/** What became of an asynchronous call of a function, or of a batch from a stream that a function or a pipe was given. */
export type LambdaFailure = {
  readonly kind: 'lambda-failure';
  readonly what: 'function' | 'pipe';
  readonly condition: string | undefined;
  readonly attempts: number | undefined;
  readonly errorType: string | undefined;
  readonly errorMessage: string | undefined;
  readonly requestId: string | undefined;
};
