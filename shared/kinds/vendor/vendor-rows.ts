// What vendors list, row by row.
import { valuesAt } from '../row-shape.ts';

/** Vendors say `null` for what there is not. */
export const stringAt = (row: object, path: string): string | undefined =>
  valuesAt(row, path).find((one) => typeof one === 'string');

/** As vendors spell them. */
export const vendorTags = (row: object): ReadonlyMap<string, string> =>
  new Map(
    valuesAt(row, 'tags[]').map((tag) => [stringAt(Object(tag), 'key') ?? '', stringAt(Object(tag), 'value') ?? '']),
  );
