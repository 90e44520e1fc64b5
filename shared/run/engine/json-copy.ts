// What comes back of a value that was written as JSON: `JSON.parse(JSON.stringify(value))`, several times faster for plain values,
// of which a rehearsal copies thousands.

const isPlain = (value: object): boolean => {
  const prototype: unknown = Object.getPrototypeOf(value);
  return (
    (prototype === Object.prototype || prototype === null) && !('toJSON' in value) && !Object.hasOwn(value, '__proto__')
  );
};

/** `undefined` stands for what JSON leaves out. */
export type JsonCopy = (value: unknown) => unknown;

/**
 * What has been copied is never changed, and most of what a poll stores is what the poll before it stored: that is not copied
 * again. Each run has a copier of its own: one set for all of them would grow as long as the process lives.
 */
export const jsonCopier = (): JsonCopy => {
  const copies = new WeakSet<object>();
  const made = <T extends object>(copy: T): T => {
    copies.add(copy);
    return copy;
  };
  const inList = (value: unknown): unknown => jsonCopy(value) ?? null;
  const jsonCopy: JsonCopy = (value) => {
    if (typeof value === 'string' || typeof value === 'boolean' || value === null) return value;
    if (typeof value === 'number') return Number.isFinite(value) ? value + 0 : null;
    if (typeof value === 'object' && copies.has(value)) return value;
    if (Array.isArray(value)) return made(value.map(inList));
    if (typeof value !== 'object' || !isPlain(value)) {
      const text: string | undefined = JSON.stringify(value);
      return text === undefined ? undefined : JSON.parse(text);
    }
    const copy: Record<string, unknown> = {};
    for (const key of Object.keys(value)) {
      const own = jsonCopy((value as Record<string, unknown>)[key]);
      if (own !== undefined) copy[key] = own;
    }
    return made(copy);
  };
  return jsonCopy;
};
