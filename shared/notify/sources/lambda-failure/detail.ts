export type LambdaFailure = {
  readonly kind: 'lambda-failure';
  readonly condition: string | undefined;
  readonly attempts: number | undefined;
  readonly errorType: string | undefined;
  readonly errorMessage: string | undefined;
  readonly requestId: string | undefined;
};
