// Runs the command within this process, one call after the other: what it prints is kept, and its exit code is its own.
import { stripVTControlCharacters } from 'node:util';
import { curfew } from '../../cli/curfew.ts';
import type { Ran } from './run-curfew.ts';

const kept = (stream: NodeJS.WriteStream) => {
  const { write } = stream;
  let text = '';
  stream.write = (chunk: unknown) => {
    text += String(chunk);
    return true;
  };
  return {
    end: (): string => {
      stream.write = write;
      return stripVTControlCharacters(text);
    },
  };
};

export const curfewHere = async (args: readonly string[]): Promise<Ran> => {
  const { exitCode } = process;
  process.exitCode = 0;
  const [out, err] = [kept(process.stdout), kept(process.stderr)];
  try {
    const code = await curfew(args);
    return { code: Math.max(code, Number(process.exitCode)), stdout: out.end(), stderr: err.end() };
  } finally {
    out.end();
    err.end();
    process.exitCode = exitCode;
  }
};
