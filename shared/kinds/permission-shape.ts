// A permission as plain data, whatever kind needs it.

import type { Arn } from '#core/aws/arn.ts';

export type Permission = {
  /** IAM actions, and what each is for. */
  readonly actions: Readonly<Record<string, string>>;
  /** ARNs, or everything, with the reason why AWS takes nothing narrower. */
  readonly on: readonly string[] | { readonly everything: string };
  /** Operator of IAM -> condition key -> values. */
  readonly conditions?: Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;
};

/** To hand a role, of any path, to a service and to no other. */
export const passRole = (arn: Arn, role: string, service: string, why: string): Permission => ({
  actions: { 'iam:PassRole': why },
  // IAM is of no region.
  on: [arn('iam', `role/${role}`).replace(/^(arn:[^:]*:iam:)[^:]*:/, '$1:')],
  conditions: { StringEquals: { 'iam:PassedToService': `${service}.amazonaws.com` } },
});
