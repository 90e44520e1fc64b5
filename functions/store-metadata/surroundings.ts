// What a store is made of: its pipeline, where the function runs, and what tests have in another way.
import type { Security } from '#core/kafka/security.ts';
import type { Pipeline } from '#pipeline/file/pipeline-file.ts';

/** Tests have other brokers, and stores without TLS. */
export type StoreSurroundings = {
  /** Without it, MSK's IAM. */
  readonly securityIn?: (region: string) => Security;
  readonly credentials: (secret: string) => Promise<{ readonly username: string; readonly password: string }>;
  readonly isEncrypted: boolean;
};

export type StoreParts = Pick<StoreSurroundings, 'credentials' | 'isEncrypted'> & {
  readonly stores: NonNullable<Pipeline['stores']>;
  readonly region: string;
  /** Where the code is, and the certificates of RDS. */
  readonly folder: string;
  readonly timeoutMs: number;
};
