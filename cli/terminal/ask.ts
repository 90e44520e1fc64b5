// Asks before disruptive actions; the question and its answer are on stderr, so that stdout stays clean.
import { createInterface } from 'node:readline/promises';
import { text } from 'node:stream/consumers';
import { onInterrupt } from './on-interrupt.ts';
import { complain, complainText, leftCode, shownLines } from './output.ts';
import { isAsked, isYes } from './question.ts';

type AskOptions = { readonly yes?: true; readonly json?: true };

type Ending = { readonly code: 0 | 1 | typeof leftCode; readonly says?: string };

const unchanged = 'Nothing was changed.';

/** What the terminal itself edits and interrupts: an interface of its own would keep Ctrl-C from the process. */
const answered = async (question: string): Promise<Ending> => {
  const lines = createInterface({ input: process.stdin, output: process.stderr, terminal: false });
  const ending = new AbortController();
  const endWith = (reason: Ending) => () => ending.abort(reason);
  lines.once('close', endWith({ code: 1, says: unchanged }));
  const takeBack = onInterrupt(endWith({ code: leftCode, says: `Cancelled. ${unchanged}` }));
  try {
    const answer = await lines.question(`${shownLines(question)} [y/N] `, { signal: ending.signal });
    return isYes(answer) ? { code: 0 } : { code: 1, says: unchanged };
  } catch (error) {
    if (!ending.signal.aborted) throw error;
    return ending.signal.reason as Ending;
  } finally {
    takeBack();
    lines.close();
  }
};

/** 0 where it may continue, also without a prompt; otherwise the exit code. No `question`: nothing would be removed. */
export const consent = async (
  options: AskOptions,
  question: () => string | undefined | Promise<string | undefined>,
): Promise<Ending['code']> => {
  if (!isAsked({ ...options, isTerminal: process.stdin.isTTY && process.stderr.isTTY })) return 0;
  const asked = await question();
  if (asked === undefined) return 0;
  const { code, says } = await answered(asked);
  if (says !== undefined) complain(says);
  return code;
};

const enter = new Set(['\r', '\n']);
const interrupt = '\u0003';
const erase = new Set(['\u007f', '\b']);

const typedUnseen = (question: string): Promise<string | undefined> => {
  const { stdin } = process;
  complainText(`${question} `);
  stdin.setRawMode(true);
  stdin.setEncoding('utf8');
  stdin.resume();
  return new Promise((resolve) => {
    let typed = '';
    const end = (): void => {
      stdin.off('data', hear);
      stdin.setRawMode(false);
      stdin.pause();
      complainText('\n');
    };
    const hear = (letters: string): void => {
      for (const letter of letters) {
        if (letter === interrupt) {
          end();
          process.exit(leftCode);
        }
        if (enter.has(letter)) {
          end();
          resolve(typed.trim() || undefined);
          return;
        }
        typed = erase.has(letter) ? typed.slice(0, -1) : typed + letter;
      }
    };
    stdin.on('data', hear);
  });
};

/** A line that is not shown, as a secret is typed. Undefined where nobody is asked, or nothing was typed. */
export const hiddenLine = async (options: AskOptions, question: string): Promise<string | undefined> =>
  isAsked({ ...options, isTerminal: process.stdin.isTTY && process.stderr.isTTY }) ? typedUnseen(question) : undefined;

/** All that a program hands over. */
export const lineFromStdin = async (): Promise<string | undefined> => (await text(process.stdin)).trim() || undefined;
