// Every family of figures, in the order in which they are measured.
import type { Family } from './figure.ts';
import { ready } from './ready.ts';

export const families: readonly Family[] = [ready];
