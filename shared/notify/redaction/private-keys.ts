// Private keys in PEM and of PuTTY, encrypted or not: from the line that begins one to the line that ends it, or to the end of the text. Not by one
// expression, which would look for the end of each of many beginnings all over again.
import { removed } from './links.ts';

const begins = /-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----|PuTTY-User-Key-File-\d:/g;
const ends = /-----END [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----|Private-(?:MAC|Hash): ?[0-9a-f]{20,128}/g;

export const redactPrivateKeys = (text: string): string => {
  let clean = '';
  let from = 0;
  for (;;) {
    begins.lastIndex = from;
    const begin = begins.exec(text);
    if (!begin) return clean + text.slice(from);
    ends.lastIndex = begin.index;
    clean += text.slice(from, begin.index) + removed;
    if (!ends.exec(text)) return clean;
    from = ends.lastIndex;
  }
};
