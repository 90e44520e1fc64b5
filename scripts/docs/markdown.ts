// The little Markdown that generated pages are made of.

/** One entry of a list on one line. */
const entry = (text: string): string => `- ${text.replaceAll(/\s*\n\s*/g, ' ')}`;

/** A list, and the blank line behind it. A list fits every window; a table of long texts does not. */
export const list = (texts: readonly string[]): string[] => [...texts.map(entry), ''];

export const code = (text: string): string => `\`${text}\``;

/** A paragraph and the blank line behind it. */
export const paragraph = (...lines: readonly string[]): string[] => [...lines, ''];
