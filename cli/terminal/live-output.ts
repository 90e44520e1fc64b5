// What is drawn again in the same place of a terminal, line by line; loaded by those commands alone that do so.
import logUpdate from 'log-update';
import { shown } from './output.ts';

export const showLive = (lines: readonly string[]): void => logUpdate(lines.map(shown).join('\n'));

export const clearLive = (): void => logUpdate.clear();

/** What is shown stays, and what is printed next goes below it. */
export const keepLive = (): void => logUpdate.done();
