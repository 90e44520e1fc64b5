// An alarm may be the effect of a planned stop, and many come at once.
import { always, never, type Policy } from '#notify/policy.ts';

export const policy: Policy = {
  mayBeExpected: always,
  mayBeFolded: always,
  isAccountWide: never,
};
