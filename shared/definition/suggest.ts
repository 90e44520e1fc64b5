// "Did you mean …?" for a word that is not among the known ones.

const longestWord = 64;

/** Characters to insert, delete or replace to get from one word to the other. */
const editDistance = (from: string, to: string): number => {
  let above = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (const [row, letter] of [...from].entries()) {
    const current = [row + 1];
    for (const [column, other] of [...to].entries()) {
      const replaced = (above[column] ?? 0) + (letter === other ? 0 : 1);
      current.push(Math.min(replaced, (above[column + 1] ?? 0) + 1, (current[column] ?? 0) + 1));
    }
    above = current;
  }
  return above.at(-1) ?? 0;
};

/** Beginnings count as near: `monday` means `mon`, `ecs` means `ecs-service`. */
const remoteness = (word: string, candidate: string): number => {
  const [a, b] = [word.slice(0, longestWord).toLowerCase(), candidate.toLowerCase()];
  if (a === b) return 0;
  const isBeginning = Math.min(a.length, b.length) >= 3 && (a.startsWith(b) || b.startsWith(a));
  return isBeginning ? 1 : editDistance(a, b);
};

/** The nearest known word, if it is near enough to be what was meant. */
export const nearest = (word: string, known: readonly string[]): string | undefined => {
  const tolerance = Math.floor(Math.min(word.length, longestWord) / 3);
  const [best] = known
    .map((candidate) => ({ candidate, distance: remoteness(word, candidate) }))
    .filter(({ distance }) => distance <= tolerance)
    .sort((a, b) => a.distance - b.distance);
  return best?.candidate;
};

/** There are more kinds of resources than one wants to read of anything else. */
const listedMax = 15;

/** A remedy: the nearest known word, or else the known words. */
export const didYouMean = (word: string, known: readonly string[], listed = listedMax): string => {
  const best = nearest(word, known);
  if (best !== undefined) return `did you mean \`${best}\`?`;
  if (known.length === 0) return 'none exist yet';
  const shown = known.slice(0, listed).map((candidate) => `\`${candidate}\``);
  return `use one of ${shown.join(', ')}${known.length > listed ? ', …' : ''}`;
};
