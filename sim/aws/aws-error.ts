// An error as the SDK would throw it, so that adapters cannot distinguish the simulated AWS from the real one.
type Extra = { readonly wireCode?: string; readonly status?: number; readonly [key: string]: unknown };

type AwsError = Error & {
  /** Only where the protocol keeps the code of the wire (RDS, ElastiCache); JSON services leave it out. */
  readonly Code?: string;
  readonly $fault: 'client' | 'server';
  readonly $metadata: { readonly httpStatusCode: number };
};

/** What the stack of a simulated refusal says is of no use to anybody, and collecting it is the dearest part of it. */
const withoutStack = (message: string): Error => {
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = 0;
  const error = new Error(message);
  Error.stackTraceLimit = stackTraceLimit;
  return error;
};

/** Anything in `extra` apart from `wireCode` and `status` becomes a property of the error, as modelled errors have them. */
export const awsError = (name: string, message: string, extra: Extra = {}): AwsError => {
  const { wireCode, status = 400, ...modelled } = extra;
  return Object.assign(withoutStack(message), {
    ...modelled,
    name,
    ...(wireCode === undefined ? {} : { Code: wireCode }),
    $fault: status >= 500 ? ('server' as const) : ('client' as const),
    $metadata: { httpStatusCode: status },
  });
};
