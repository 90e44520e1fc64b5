import type { NameAndValue } from '#core/notification.ts';

/** What no source recognises: goes out as it came. `layout: 'json'` is shown in fixed width. */
export type Text = {
  readonly kind: 'text';
  readonly title: string;
  /** What it is about and what became of it, where the title does not say it. */
  readonly about: string | undefined;
  readonly outcome: string | undefined;
  /** In somebody's words; the whole of it, where it is prose. */
  readonly text: string;
  readonly facts: readonly NameAndValue[];
  /** JSON that is shown last, because the rest does not say all of it. */
  readonly dump: string | undefined;
};
