import { InvalidArgumentError } from 'commander';

/** What `--month` takes. Throws commander's error for what is no month. */
export const monthOf = (text: string): string => {
  if (!/^\d{4}-(0[1-9]|1[0-2])$/.test(text)) throw new InvalidArgumentError('It is a month like 2026-11.');
  return text;
};
