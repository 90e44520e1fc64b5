// Where the command finds price tables.
import { existsSync } from 'node:fs';
import { projectFile } from './project-file.ts';

/** Beside the definitions of the current directory, or of the project that the command belongs to. */
export const pricesDirectory = existsSync('prices') ? 'prices' : projectFile('prices');
