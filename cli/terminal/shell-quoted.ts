/** As a shell reads it as one word: a path may have spaces. */
export const shellQuoted = (text: string): string =>
  /^[\w./@:-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
