// Nobody knows what it is, so nothing is assumed of it.
import { always, never, type Policy } from '#notify/policy.ts';

export const policy: Policy = {
  mayBeExpected: never,
  mayBeFolded: always,
  isAccountWide: always,
};
