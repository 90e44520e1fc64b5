// What a function gave up is no effect of a downtime.
import { always, never, type Policy } from '#notify/policy.ts';

export const policy: Policy = {
  mayBeExpected: never,
  mayBeFolded: always,
  isAccountWide: never,
};
