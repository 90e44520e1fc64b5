// A producer that is made at the first record. Few batches have dead letters, and the Kafka client and the signer of its tokens are half
// of what a function would load.
import type { Produce } from './outgoing.ts';

/** One that could not be loaded is loaded again. */
export const loadedLater = (load: () => Promise<Produce>): Produce => {
  let loading: Promise<Produce> | undefined;
  return async (records) => {
    if (records.length === 0) return;
    loading ??= load();
    const produce = await loading.catch((error: unknown) => {
      loading = undefined;
      throw error;
    });
    await produce(records);
  };
};
