// What the commands that look at the running parts of a pipeline are given.

export type PartsOptions = {
  readonly connector?: string;
  /** The REST interface of a Kafka Connect worker; without it, MSK Connect. */
  readonly connect?: string;
  readonly bootstrap?: string;
  readonly tls?: true;
  readonly ca?: string;
  readonly iam?: true;
  readonly region?: string;
  readonly profile?: string;
  /** The HTTP interface of ClickHouse, where it is another than the file's. */
  readonly clickhouse?: string;
  readonly json?: boolean;
};
