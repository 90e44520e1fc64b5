// Every family of figures, in the order in which they are measured.
import { billed } from './billed.ts';
import { calls } from './calls.ts';
import type { Family } from './figure.ts';
import { operations } from './operations.ts';
import { ready } from './ready.ts';

export const families: readonly Family[] = [ready, calls, billed, operations];
