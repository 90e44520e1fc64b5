// Runs the command within this process, one call after the other: what it prints is kept, and its exit code is its own.
import { PassThrough } from 'node:stream';
import { stripVTControlCharacters } from 'node:util';
import { curfew } from '../../cli/curfew.ts';
import type { Ran } from './run-curfew.ts';

const kept = (stream: NodeJS.WriteStream, onText: (text: string) => void = () => {}) => {
  const { write } = stream;
  let text = '';
  stream.write = (chunk: unknown) => {
    text += String(chunk);
    onText(String(chunk));
    return true;
  };
  return {
    end: (): string => {
      stream.write = write;
      return text;
    },
  };
};

/** With the styles that it prints. */
export const curfewStyled = async (
  args: readonly string[],
  onText: (text: string) => void = () => {},
): Promise<Ran> => {
  const { exitCode } = process;
  process.exitCode = 0;
  const [out, err] = [kept(process.stdout), kept(process.stderr, onText)];
  try {
    const code = await curfew(args);
    return { code: Math.max(code, Number(process.exitCode)), stdout: out.end(), stderr: err.end() };
  } finally {
    out.end();
    err.end();
    process.exitCode = exitCode;
  }
};

export const curfewHere = async (args: readonly string[], onText?: (text: string) => void): Promise<Ran> => {
  const { code, stdout, stderr } = await curfewStyled(args, onText);
  return { code, stdout: stripVTControlCharacters(stdout), stderr: stripVTControlCharacters(stderr) };
};

const replaced = (object: object, name: string, value: unknown): (() => void) => {
  const before = Object.getOwnPropertyDescriptor(object, name);
  Object.defineProperty(object, name, { value, configurable: true });
  return () => {
    if (before) Object.defineProperty(object, name, before);
    else Reflect.deleteProperty(object, name);
  };
};

/** What of the terminal is one: what is typed at it, and where questions are shown. */
type Terminal = { readonly stdin: boolean; readonly stderr: boolean };

/** As somebody at a terminal has it, who does this when asked. */
export const curfewAsked = async (
  args: readonly string[],
  onQuestion: (keyboard: PassThrough) => void,
  { stdin, stderr }: Terminal = { stdin: true, stderr: true },
): Promise<Ran> => {
  const keyboard = Object.assign(new PassThrough(), { isTTY: stdin });
  const putBack = [replaced(process, 'stdin', keyboard), replaced(process.stderr, 'isTTY', stderr)];
  try {
    return await curfewHere(args, (text) => {
      if (text.includes('[y/N]')) onQuestion(keyboard);
    });
  } finally {
    for (const put of putBack) put();
  }
};
