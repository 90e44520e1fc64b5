// Starting another function without waiting for it.
import { InvokeCommand, type LambdaClient } from '@aws-sdk/client-lambda';

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
