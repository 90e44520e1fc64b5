// What a vendor's kind needs of AWS: its credentials, and nothing else.
import type { KindPermissions } from '../permission.ts';
import type { Kind } from '../resource.ts';

type WithSecret = { readonly credentialsSecret: string };

/** Every function that looks has to prove who it is, and a change needs nothing more of AWS. */
export const vendorPermissions = <K extends Kind>(vendor: string): KindPermissions<K> => ({
  observe: (resources, arn) => {
    const names = new Set(resources.map((one) => (one as unknown as WithSecret).credentialsSecret));
    const what = `read the credentials of ${vendor}`;
    return [
      {
        actions: { 'secretsmanager:GetSecretValue': what },
        on: [...names].map((name) => arn('secretsmanager', `secret:${name}-??????`)),
      },
    ];
  },
  start: () => [],
  stop: () => [],
});
