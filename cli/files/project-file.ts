// Files of the project that the command belongs to, which runs from `cli/` or, built, from `dist/cli/`.
import { findPackageJSON } from 'node:module';
import { dirname, join } from 'node:path';

const root = dirname(findPackageJSON(import.meta.url) ?? '.');

export const projectFile = (path: string): string => join(root, path);
