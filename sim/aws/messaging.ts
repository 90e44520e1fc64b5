// Simulated SNS, Parameter Store and Secrets Manager: as much of them as the functions use.
import { errorOf } from '#sim/faults.ts';
import { notSimulated, type SimulatedService } from './simulated-service.ts';

/** A message as it comes to a topic. */
export type Published = { readonly topicArn: string; readonly subject?: string | undefined; readonly message: string };

type PublishInput = { readonly TopicArn: string; readonly Subject?: string; readonly Message: string };

/** Hands every message published to a topic to `deliver`; what subscribes to it is the caller's business. */
export const simulatedSns = (deliver: (published: Published) => void): SimulatedService => ({
  handle(operation, { TopicArn: topicArn, Subject: subject, Message: message }: PublishInput) {
    if (operation !== 'Publish') return notSimulated('sns', operation);
    if (Buffer.byteLength(message) > 262_144) throw errorOf('InvalidParameter', 'Message too long');
    deliver({ topicArn, subject, message });
    return { MessageId: 'simulated' };
  },
});

/** `calendars`: the contents of Change Calendars, by name. */
export const simulatedSsm = (
  parameters: Map<string, string>,
  calendars: ReadonlyMap<string, string> = new Map(),
): SimulatedService => ({
  handle(operation, input: { readonly Name: string; readonly Value?: string }) {
    if (operation === 'GetDocument') {
      const Content = calendars.get(input.Name);
      if (Content === undefined) throw errorOf('InvalidDocument', `Document with name ${input.Name} does not exist.`);
      const Status = 'Active';
      return { Name: input.Name, DocumentType: 'ChangeCalendar', DocumentFormat: 'TEXT', Status, Content };
    }
    if (operation === 'PutParameter') {
      parameters.set(input.Name, input.Value ?? '');
      return { Version: 1, Tier: 'Standard' };
    }
    if (operation !== 'GetParameter') return notSimulated('ssm', operation);
    const value = parameters.get(input.Name);
    if (value === undefined) throw errorOf('ParameterNotFound', `${input.Name} not found`);
    return { Parameter: { Name: input.Name, Value: value, Type: 'String' } };
  },
});

export const simulatedSecrets = (secrets: Map<string, string>): SimulatedService => ({
  handle(operation, input: { readonly SecretId: string }) {
    if (operation !== 'GetSecretValue') return notSimulated('secretsmanager', operation);
    const value = secrets.get(input.SecretId);
    if (value === undefined) throw errorOf('ResourceNotFoundException', "Secrets Manager can't find the secret.");
    return { Name: input.SecretId, SecretString: value };
  },
});

type LambdaInvocation = {
  readonly FunctionName: string;
  readonly InvocationType?: string;
  readonly Payload?: Uint8Array;
};

const failedAnswer = (error: unknown) => ({
  StatusCode: 200,
  FunctionError: 'Unhandled',
  Payload: Buffer.from(
    JSON.stringify(
      error instanceof Error
        ? { errorType: error.name, errorMessage: error.message }
        : { errorType: 'Error', errorMessage: String(error) },
    ),
  ),
});

/** Hands every invocation on. An asynchronous one is only taken; another is answered when the function has ended. */
export const simulatedLambda = (
  invoke: (functionName: string, event: unknown) => Promise<unknown>,
): SimulatedService => ({
  knows: (operation) => operation === 'Invoke',
  handle(operation, input: LambdaInvocation) {
    if (operation !== 'Invoke') return notSimulated('lambda', operation);
    const { FunctionName, InvocationType, Payload } = input;
    const answer = invoke(FunctionName, JSON.parse(Buffer.from(Payload ?? []).toString() || 'null'));
    if (InvocationType !== 'Event')
      return answer.then(
        (value) => ({ StatusCode: 200, Payload: Buffer.from(JSON.stringify(value ?? null)) }),
        (error: unknown) => failedAnswer(error),
      );
    // An asynchronous caller does not learn of a failure either.
    answer.catch(() => {});
    return { StatusCode: 202 };
  },
});
