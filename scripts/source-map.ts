// A source map that knows every place of some modules, and of all others only which module it is. The format: ECMA-426.

export type SourceMap = {
  readonly sources: readonly string[];
  readonly names: readonly string[];
  readonly mappings: string;
};

const digits = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const bitsOf = new Map([...digits].map((digit, value) => [digit, value]));

/** Numbers in base 64: five bits to a digit, the lowest first, of which the lowest is the sign. */
const decode = (segment: string): number[] => {
  const numbers: number[] = [];
  let value = 0;
  let shift = 0;
  for (const digit of segment) {
    const bits = bitsOf.get(digit) ?? 0;
    value |= (bits & 31) << shift;
    shift += 5;
    if (bits & 32) continue;
    numbers.push(value & 1 ? -(value >>> 1) : value >>> 1);
    value = 0;
    shift = 0;
  }
  return numbers;
};

const encodeOne = (value: number): string => {
  let rest = value < 0 ? (-value << 1) | 1 : value << 1;
  let text = '';
  do {
    const bits = rest & 31;
    rest >>>= 5;
    text += digits[rest > 0 ? bits | 32 : bits];
  } while (rest > 0);
  return text;
};

/** Column in the generated line; if it comes from somewhere: source, line and column there; and perhaps a name. */
type Place = readonly number[];

/** Every number but the column is counted from the one before it, across lines. */
const decodeLines = (mappings: string): Place[][] => {
  const last = [0, 0, 0, 0, 0];
  const decodePlace = (segment: string): Place =>
    decode(segment).map((delta, field) => {
      const value = (last[field] ?? 0) + delta;
      last[field] = value;
      return value;
    });
  return mappings.split(';').map((line) => {
    last[0] = 0;
    return line === '' ? [] : line.split(',').map(decodePlace);
  });
};

const encodeLines = (lines: readonly (readonly Place[])[]): string => {
  const last = [0, 0, 0, 0, 0];
  const encodePlace = (place: Place): string =>
    place
      .map((value, field) => {
        const delta = value - (last[field] ?? 0);
        last[field] = value;
        return encodeOne(delta);
      })
      .join('');
  return lines
    .map((line) => {
      last[0] = 0;
      return line.map(encodePlace).join(',');
    })
    .join(';');
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
  const lines = decodeLines(map.mappings).map((line) =>
    line.flatMap((place, index): Place[] => {
      const [column = 0, source, , , name] = place;
      if (source === undefined || known[source])
        return [name === undefined ? place : [...place.slice(0, 4), numberOf(name)]];
      return line[index - 1]?.[1] === source ? [] : [[column, source, 0, 0]];
    }),
  );
  return { ...map, names: kept, mappings: encodeLines(lines) };
};
