// A permission as plain data, whatever kind needs it.

export type Permission = {
  /** IAM actions, and what each is for. */
  readonly actions: Readonly<Record<string, string>>;
  /** ARNs, or everything, with the reason why AWS takes nothing narrower. */
  readonly on: readonly string[] | { readonly everything: string };
  /** Operator of IAM -> condition key -> values. */
  readonly conditions?: Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;
};
