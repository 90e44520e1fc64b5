// A server of the integration tests that is there once it answers over HTTP; if it does not, the end of its log says why.
import { existsSync, readFileSync } from 'node:fs';
import { pause } from '#core/runtime/pause.ts';
import type { Daemon } from './processes.ts';

const answersWithinMs = 60_000;

export const lastLinesOf = (file: string, count: number): string =>
  existsSync(file) ? readFileSync(file, 'utf8').trimEnd().split('\n').slice(-count).join('\n') : '';

const answers = async (url: string): Promise<boolean> => {
  try {
    await fetch(url);
    return true;
  } catch {
    return false;
  }
};

/** Any answer will do. Throws, and stops it, if there is none in time. */
export const untilItAnswers = async (
  name: string,
  url: string,
  server: Daemon,
  logFile: string,
  withinMs = answersWithinMs,
): Promise<void> => {
  for (let waitedMs = 0; !(await answers(url)); waitedMs += 50) {
    if (server.hasEnded() || waitedMs > withinMs) {
      await server.stop();
      throw new Error(`${name} does not answer at ${url}; the end of its log:\n${lastLinesOf(logFile, 20)}`);
    }
    await pause(50);
  }
};
