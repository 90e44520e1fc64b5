// Completion for bash, zsh and fish: commands and options from the program itself, environments from their folder.
import tab from '@bomb.sh/tab/commander';
import type { Command } from 'commander';
import { environmentNames } from '../files/environments.ts';
import { printRaw, printText } from '../terminal/output.ts';
import { bashCompletionFallback } from './bash-completion-fallback.ts';
import { fileLines, fileWanted } from './files.ts';

/** A definition that is not valid is no reason for a shell to show an error while somebody types. */
const known = (): string[] => {
  try {
    return environmentNames();
  } catch {
    return [];
  }
};

/** Answers for a file that is being typed; says whether there was one. */
export const completedFile = (program: Command, args: readonly string[]): boolean => {
  const [complete, dashes, ...words] = args;
  const wanted = complete === 'complete' && dashes === '--' ? fileWanted(program, words) : undefined;
  // As it is: the tabs are for the shell.
  if (wanted) printRaw(`${fileLines(wanted).join('\n')}\n`);
  return wanted !== undefined;
};

/** Adds `curfew complete <shell>`, which prints a script for the shell, and answers that script's questions. */
export const addCompletion = (program: Command, shell: string | undefined): void => {
  if (shell === 'bash') printText(`${bashCompletionFallback}\n`);
  const root = tab(program);
  for (const command of program.commands) {
    const [first, ...others] = command.registeredArguments;
    const completed = root.commands.get(command.name());
    if (first?.name() !== 'definition' || !completed) continue;
    completed.arguments.clear();
    completed.argument('definition', (complete) => {
      for (const name of known()) complete(name, '');
    });
    for (const other of others)
      completed.argument(other.name(), (complete) => {
        for (const choice of other.argChoices ?? []) complete(choice, '');
      });
  }
};
