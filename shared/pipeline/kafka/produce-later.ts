// A producer that is loaded at its first record. One that could not be loaded is loaded again.
import type { Produce } from './outgoing.ts';

export const produceLater = (load: () => Promise<Produce>): Produce => {
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
