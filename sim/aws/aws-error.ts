// An error as the SDK would throw it, so that adapters cannot tell the simulated AWS from the real one.
type Extra = { readonly wireCode?: string; readonly status?: number; readonly [key: string]: unknown };

export type AwsError = Error & {
  /** Only where the protocol keeps the code of the wire (RDS, ElastiCache); JSON services leave it out. */
  readonly Code?: string;
  readonly $fault: 'client' | 'server';
  readonly $metadata: { readonly httpStatusCode: number };
};

/** Anything in `extra` besides `wireCode` and `status` becomes a property of the error, as modelled errors have them. */
export const awsError = (name: string, message: string, extra: Extra = {}): AwsError => {
  const { wireCode, status = 400, ...modelled } = extra;
  return Object.assign(new Error(message), {
    ...modelled,
    name,
    ...(wireCode === undefined ? {} : { Code: wireCode }),
    $fault: status >= 500 ? ('server' as const) : ('client' as const),
    $metadata: { httpStatusCode: status },
  });
};
