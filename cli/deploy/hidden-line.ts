// Reads a line that is not shown: a webhook's address is a secret. The question is on stderr.
import { text } from 'node:stream/consumers';
import { complainText, leftCode } from '../terminal/output.ts';

const enter = new Set(['\r', '\n']);
const interrupt = '\u0003';
const erase = new Set(['\u007f', '\b']);

/** Undefined if nothing was typed. */
export const hiddenLine = (question: string): Promise<string | undefined> => {
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

export const lineFromStdin = async (): Promise<string | undefined> => (await text(process.stdin)).trim() || undefined;
