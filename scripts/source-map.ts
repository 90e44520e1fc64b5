// A source map that knows every place of some modules, and of all others only which module it is.
import { decode, encode, type SourceMapSegment } from '@jridgewell/sourcemap-codec';

export type SourceMap = {
  readonly sources: readonly string[];
  readonly names: readonly string[];
  readonly mappings: string;
};

/** Gives names numbers afresh, so that those which nobody asks for are left out. */
const renumbered = (names: readonly string[]) => {
  const kept: string[] = [];
  const numbers = new Map<number, number>();
  const numberOf = (name: number): number => {
    const number = numbers.get(name) ?? kept.push(names[name] ?? '') - 1;
    numbers.set(name, number);
    return number;
  };
  return { kept, numberOf };
};

/** Of a source that is not `known`, each stretch becomes its first line. */
export const withLinesOf = <Map extends SourceMap>(map: Map, isKnown: (source: string) => boolean): Map => {
  const known = map.sources.map(isKnown);
  const { kept, numberOf } = renumbered(map.names);
  const lines = decode(map.mappings).map((line) =>
    line.flatMap((place, index): SourceMapSegment[] => {
      const [column, source] = place;
      if (source === undefined || known[source])
        return [place.length === 5 ? [column, place[1], place[2], place[3], numberOf(place[4])] : place];
      return line[index - 1]?.[1] === source ? [] : [[column, source, 0, 0]];
    }),
  );
  return { ...map, names: kept, mappings: encode(lines) };
};

/** Where a function is called or begins, or a variable gets one: of these Node asks for a name. */
const functionName = /[\w$]+(?:\(|=(?:async\b|function\b|\(|[\w$]+=>))/y;

/** Without the names of whatever is no function, which are most of a map. */
export const withNamesOfFunctions = <Map extends SourceMap>(map: Map, code: string): Map => {
  const texts = code.split('\n');
  const isOfFunction = (line: number, column: number): boolean => {
    functionName.lastIndex = column;
    return functionName.test(texts[line] ?? '');
  };
  const lines = decode(map.mappings).map((places, line) =>
    places.map(
      (place): SourceMapSegment =>
        place.length === 5 && !isOfFunction(line, place[0]) ? [place[0], place[1], place[2], place[3]] : place,
    ),
  );
  return { ...map, mappings: encode(lines) };
};

/**
 * Of what is on one line only its first place, and every other name: a stack says the line and the function. The column of a
 * first place is that of nothing in particular, so none is kept.
 */
export const withPlacesOfLines = <Map extends SourceMap>(map: Map): Map => {
  const lines = decode(map.mappings).map((line) =>
    line.flatMap((place, index): SourceMapSegment[] => {
      const before = line[index - 1];
      const isOfLine = place[1] === before?.[1] && place[2] === before?.[2];
      if (isOfLine && (place.length !== 5 || place[4] === before?.[4])) return [];
      if (place.length === 1) return [place];
      return [place.length === 5 ? [place[0], place[1], place[2], 0, place[4]] : [place[0], place[1], place[2], 0]];
    }),
  );
  return { ...map, mappings: encode(lines) };
};
