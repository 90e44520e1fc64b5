// Asks before disruptive actions; the question and its answer are on stderr, so that stdout stays clean.
import { createInterface } from 'node:readline/promises';
import { onInterrupt } from './on-interrupt.ts';
import { complain, leftCode, shownLines } from './output.ts';
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
  const text = await question();
  if (text === undefined) return 0;
  const { code, says } = await answered(text);
  if (says !== undefined) complain(says);
  return code;
};
