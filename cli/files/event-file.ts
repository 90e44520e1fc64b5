// A file with an event as AWS delivers it, or standard input.
import { readFileSync } from 'node:fs';
import { InputError } from '#core/errors.ts';
import { jsonDepthMax as depthMax, isDeeperThan } from '#core/json-depth.ts';
import { redactText } from '#notify/rendering/redact.ts';

const standardInput = '-';

const textOf = (path: string): string => {
  try {
    return readFileSync(path === standardInput ? 0 : path, 'utf8');
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'ENOENT' || code === 'ENOTDIR') throw new InputError(`${path} does not exist`);
    if (code === 'EISDIR') throw new InputError(`${path} is a directory; give a file with one event in it`);
    throw new InputError(`${path} cannot be read: ${String(code)}`);
  }
};

const parsed = (text: string, name: string): unknown => {
  try {
    return JSON.parse(text);
  } catch (error) {
    const why = error instanceof Error ? error.message : 'unknown error';
    throw new InputError(
      `${name} is not JSON: ${redactText(why.replace(/\s+/g, ' '))}; a text alone goes in double quotes`,
    );
  }
};

/** Throws `InputError`. */
export const readEvent = (path: string): unknown => {
  const text = textOf(path);
  const name = path === standardInput ? 'standard input' : path;
  if (text.trim() === '') throw new InputError(`${name} is empty; save an event in it as AWS delivers it, in JSON`);
  const event = parsed(text, name);
  if (isDeeperThan(event, depthMax))
    throw new InputError(`${name} is nested deeper than ${depthMax} levels; no event of AWS is`);
  return event;
};
