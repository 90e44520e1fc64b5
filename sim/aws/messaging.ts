// Simulated SNS, Parameter Store and Secrets Manager: as much of them as the functions use.
import { errorOf } from '#sim/faults.ts';
import { notSimulated, type SimulatedService } from './simulated-service.ts';

/** Hands every message published to a topic to `deliver`; what subscribes to it is the caller's business. */
export const simulatedSns = (deliver: (message: string, topicArn: string) => void): SimulatedService => ({
  handle(operation, input: { readonly TopicArn: string; readonly Message: string }) {
    if (operation !== 'Publish') return notSimulated('sns', operation);
    if (Buffer.byteLength(input.Message) > 262_144) throw errorOf('InvalidParameter', 'Message too long');
    deliver(input.Message, input.TopicArn);
    return { MessageId: 'simulated' };
  },
});

export const simulatedSsm = (parameters: Map<string, string>): SimulatedService => ({
  handle(operation, input: { readonly Name: string }) {
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

/** Hands every asynchronous invocation on; the answer says only that it was taken. */
export const simulatedLambda = (invoke: (functionName: string, event: unknown) => void): SimulatedService => ({
  handle(operation, input: { readonly FunctionName: string; readonly Payload?: Uint8Array }) {
    if (operation !== 'Invoke') return notSimulated('lambda', operation);
    invoke(input.FunctionName, JSON.parse(Buffer.from(input.Payload ?? []).toString() || 'null'));
    return { StatusCode: 202 };
  },
});
