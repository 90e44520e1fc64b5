// The version of the command, which is the project's.
import { existsSync, readFileSync } from 'node:fs';

/** Above `cli/`, or above `dist/cli/`. */
const candidates = ['../package.json', '../../package.json'].map((path) => new URL(path, import.meta.url));

export const version = (): string => {
  const file = candidates.find((url) => existsSync(url));
  const content: unknown = file === undefined ? {} : JSON.parse(readFileSync(file, 'utf8'));
  const found = typeof content === 'object' && content !== null && 'version' in content ? content.version : undefined;
  return typeof found === 'string' ? found : 'unknown';
};
