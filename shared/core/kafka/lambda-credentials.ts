// The credentials that Lambda gives a function: one source for a whole invocation, so that a session to Kafka can be renewed
// (facts/kafka.md 3.2).
import { InputError } from '../errors.ts';

type Variables = Readonly<Record<string, string | undefined>>;

/** Reads them afresh at each call. Throws `InputError` where there are none. */
export const lambdaCredentials = (variables: Variables) => async () => {
  const { AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN } = variables;
  if (!AWS_ACCESS_KEY_ID || !AWS_SECRET_ACCESS_KEY)
    throw new InputError('AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY are not set; Lambda sets them');
  return {
    accessKeyId: AWS_ACCESS_KEY_ID,
    secretAccessKey: AWS_SECRET_ACCESS_KEY,
    ...(AWS_SESSION_TOKEN ? { sessionToken: AWS_SESSION_TOKEN } : {}),
  };
};
