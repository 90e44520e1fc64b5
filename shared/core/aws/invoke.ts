// Invoking another function: without waiting for it, or for its answer.
import { InvokeCommand, type LambdaClient } from '@aws-sdk/client-lambda';
import { OperationError } from '../errors.ts';

/**
 * Invokes asynchronously. `functionArn` is qualified: a durable function cannot be invoked without a version or an alias
 * (facts/durable-functions.md 4.3). Throws the SDK's errors.
 */
export const invokeFunction =
  (client: Pick<LambdaClient, 'send'>) =>
  async (functionArn: string, event: unknown): Promise<void> => {
    await client.send(
      new InvokeCommand({
        FunctionName: functionArn,
        InvocationType: 'Event',
        Payload: Buffer.from(JSON.stringify(event)),
      }),
    );
  };

/** Invokes and waits for the answer: for what ends within seconds. Throws `OperationError` for what the function threw. */
export const askFunction =
  (client: Pick<LambdaClient, 'send'>) =>
  async (functionArn: string, event: unknown): Promise<unknown> => {
    const Payload = Buffer.from(JSON.stringify(event));
    const answer = await client.send(new InvokeCommand({ FunctionName: functionArn, Payload }));
    const value: unknown = JSON.parse(Buffer.from(answer.Payload ?? []).toString() || 'null');
    if (answer.FunctionError === undefined) return value;
    const payload = value as { readonly errorMessage?: string } | null;
    throw new OperationError('INVALID', `${functionArn} failed: ${payload?.errorMessage ?? answer.FunctionError}`);
  };
