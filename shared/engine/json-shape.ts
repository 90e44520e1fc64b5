// A value as JSON would give it back, without writing and parsing it: the local engine keeps thousands of results a night.

const isPlain = (value: object): boolean =>
  Object.getPrototypeOf(value) === Object.prototype && typeof (value as { toJSON?: unknown }).toJSON !== 'function';

const shapeOf = (value: unknown): unknown => {
  if (typeof value === 'string' || typeof value === 'boolean' || value === null) return value;
  // JSON knows no negative zero.
  if (typeof value === 'number') return Number.isFinite(value) ? value + 0 : null;
  if (Array.isArray(value)) return Array.from(value, (item) => shapeOf(item) ?? null);
  if (typeof value === 'object' && isPlain(value)) {
    const shape: Record<string, unknown> = {};
    for (const key in value) {
      const kept = shapeOf((value as Readonly<Record<string, unknown>>)[key]);
      if (kept !== undefined) shape[key] = kept;
    }
    return shape;
  }
  const text = JSON.stringify(value);
  return text === undefined ? undefined : JSON.parse(text);
};

export const jsonShape = <T>(value: T): T => shapeOf(value) as T;
