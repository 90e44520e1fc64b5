// Apache Atlas, in a file of its own like the other stores.
import { InputError } from '#core/errors.ts';
import { atlasStore } from '#pipeline/stores/atlas/store.ts';
import type { Store } from '#pipeline/stores/store.ts';
import type { StoreParts } from '../surroundings.ts';

export const atlas = ({ stores, credentials, timeoutMs }: StoreParts): Store => {
  if (!stores.atlas) throw new InputError('the pipeline has no `stores.atlas`');
  const { url, type, credentialsSecret } = stores.atlas;
  return atlasStore({ url, type, login: () => credentials(credentialsSecret), timeoutMs });
};
