// What a terminal would obey instead of show: names and texts from outside must neither move the cursor, nor hide, reorder or
// forge what a person reads before agreeing to something. Pure.

/** The styles that this command itself gives to text, as they are written: they neither hide nor move anything. */
const ownStyle = new RegExp(`${String.fromCharCode(27)}\\[(?:[0-2]|22|3[1-6]|39)m`, 'y');

/**
 * Controls (Cc), marks of direction and characters without a shape (Cf), separators of lines and paragraphs, halves of
 * characters, and what has no meaning yet. A joiner inside a picture is shown too: no name of Curfew needs one.
 */
const hidden = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Cn}\p{Co}]/u;

const named = new Map([
  ['\n', '\\n'],
  ['\r', '\\r'],
  ['\t', '\\t'],
]);

/** As JSON writes them, so that JSON with a mark of direction in it stays the same JSON. */
const escaped = (character: string): string =>
  named.get(character) ??
  Array.from(
    { length: character.length },
    (_, index) => `\\u${character.charCodeAt(index).toString(16).padStart(4, '0')}`,
  ).join('');

/** The length of an own style at this place; 0 where there is none, or where the terminal gets no styles. */
const ownStyleAt = (text: string, index: number, isStyled: boolean): number => {
  if (!isStyled) return 0;
  ownStyle.lastIndex = index;
  return ownStyle.exec(text)?.[0].length ?? 0;
};

/** One line, in which everything but our own styles can be seen. `isStyled`: whether styles are written there at all. */
export const visible = (text: string, isStyled: boolean): string => {
  // Nearly every line has nothing to hide.
  if (!hidden.test(text)) return text;
  let shown = '';
  for (let index = 0; index < text.length; ) {
    const style = ownStyleAt(text, index, isStyled);
    const character = String.fromCodePoint(text.codePointAt(index) ?? 0);
    shown += style > 0 ? text.slice(index, index + style) : hidden.test(character) ? escaped(character) : character;
    index += style > 0 ? style : character.length;
  }
  return shown;
};
