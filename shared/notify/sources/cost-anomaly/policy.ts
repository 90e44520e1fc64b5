// Money, like budgets.
import { always, never, type Policy } from '#notify/policy.ts';

export const policy: Policy = {
  mayBeExpected: never,
  mayBeFolded: never,
  isAccountWide: always,
};
