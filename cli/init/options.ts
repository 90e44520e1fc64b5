/** The options of the command line. */
export type InitOptions = {
  readonly region?: string;
  readonly profile?: string;
  readonly tag?: readonly string[];
  readonly prefix?: readonly string[];
  readonly stack?: readonly string[];
  /** Names of secrets that prove to a vendor who asks. */
  readonly atlasSecret?: readonly string[];
  readonly clickhouseSecret?: readonly string[];
  readonly output?: string;
  readonly force?: true;
  readonly json?: true;
  readonly rehearsal?: true;
  readonly scenario?: string;
};
