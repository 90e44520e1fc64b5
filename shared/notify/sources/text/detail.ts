/** Whatever nobody recognises: goes out as it came. `layout: 'json'` is shown in fixed width. */
export type Text = {
  readonly kind: 'text';
  readonly title: string;
  readonly text: string;
  readonly layout: 'prose' | 'json';
};
