// The port to small JSON documents, each with a version: what a cleanup keeps between its commands. Implementations:
// documents-dynamodb.ts, documents-file.ts, documents-memory.ts; one contract suite for all.

export type Document<T> = { readonly value: T; readonly version: number };

export type Documents = {
  read<T extends object>(partition: string, key: string): Promise<Document<T> | undefined>;
  /** Those whose key begins like this, in the order of their keys. */
  list<T extends object>(partition: string, prefix: string): Promise<readonly Document<T>[]>;
  /**
   * Writes if the version that stands is the given one, 0 standing for "there is none"; otherwise false and nothing is
   * written. Of many that write over the same version exactly one succeeds. After `expiresAt` (epoch seconds) it may go.
   */
  write<T extends object>(partition: string, key: string, value: T, over: number, expiresAt?: number): Promise<boolean>;
};
