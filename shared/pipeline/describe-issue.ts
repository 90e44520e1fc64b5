// An issue of a schema as a short clause.
import type * as z from 'zod';

export const describeIssue = ({ path, message }: z.core.$ZodIssue): string =>
  path.length > 0 ? `\`${path.join('.')}\`: ${message}` : message;
