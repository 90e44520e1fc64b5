// A store of metadata, as the function sees it.
import type { Entity } from './entity.ts';

export type Store = {
  /** For logs and dead letters. */
  readonly name: string;
  /**
   * Each entity once at most. An entity that the store holds in a later version stays as it is. Rejects with the store's error; some of
   * them may be stored then.
   */
  readonly upsert: (entities: readonly Entity[]) => Promise<void>;
  /** `entities`: one of them can never be stored. `moment`: everything else, to be retried as it is. */
  readonly meaningOf: (error: unknown) => 'entities' | 'moment';
  /** After each batch: the process may be frozen before the next. Never rejects. */
  readonly release: () => Promise<void>;
};
