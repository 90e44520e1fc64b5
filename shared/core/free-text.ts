// Texts that people and programs give: what they say reaches terminals, Slack, reports and the state table, whose items hold
// 400 KB and whose messages 256 KB. What is too long, or more than a line, is refused where it comes in. Pure.

/** The most characters of each. */
export const textMax = { why: 500, by: 128, name: 255 } as const;

/** Controls, separators of lines, halves of characters and marks of direction: nothing that anybody types on purpose. */
const unfit = /[\p{Cc}\p{Zl}\p{Zp}\p{Cs}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/u;

/** What is wrong with a text, to complete "`it` …"; nothing if it may be used. */
export const textProblem = (text: string, max: number): string | undefined => {
  if (text.length > max) return `is longer than ${max} characters`;
  const [found] = unfit.exec(text) ?? [];
  if (found === undefined) return undefined;
  const code = (found.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
  return `contains an invisible character (U+${code}); write it in one line of plain text`;
};
