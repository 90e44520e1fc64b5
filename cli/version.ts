// The version of the command, which is the project's.
import { existsSync, readFileSync } from 'node:fs';
import { projectFile } from './files/project-file.ts';

export const version = (): string => {
  const file = projectFile('package.json');
  const content: unknown = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {};
  const found = typeof content === 'object' && content !== null && 'version' in content ? content.version : undefined;
  return typeof found === 'string' ? found : 'unknown';
};
