// What differs between a deployed definition and a file, as lines.
import { type Changes, needsDeployment, type TakesEffect } from '#access/changes.ts';
import { missingText } from '#access/granted.ts';
import { pluralise } from '#core/pluralise.ts';
import { styled } from '../terminal/output.ts';
import { shellQuoted } from '../terminal/shell-quoted.ts';
import { table } from '../terminal/table.ts';

const effects: Readonly<Record<TakesEffect, string>> = {
  'at-once': 'at once',
  schedules: 'at once, with its schedules',
  'next-run': 'with the next run',
  rights: 'after a deployment: new rights',
  stack: 'after a deployment: a stack update',
  never: 'not possible: it would be another environment',
};

const signs = { added: styled('green', '+'), removed: styled('red', '-'), changed: styled('yellow', '~') } as const;

const rightsLines = (title: string, lines: readonly string[]): string[] =>
  lines.length === 0 ? [] : [title, ...lines.map((line) => `  ${line}`)];

/** `curfew deploy` makes all of them; what does not wait for it is said. */
const nextLine = ({ changes }: Changes, file: string): string => {
  const waiting = changes.filter(needsDeployment);
  const count = pluralise(changes.length, 'change');
  if (waiting.length === 0) return `${count}: curfew apply ${file}`;
  const all = `${count}: \`curfew deploy ${file}\` makes all of them`;
  if (waiting.length === changes.length) return all;
  const names = [...new Set(waiting.map(({ path }) => path))].join(', ');
  return `${all}; without ${names} \`curfew apply ${file}\` would do`;
};

export const changeLines = (compared: Changes, file: string, width: number | undefined): string[] => {
  const { changes, missing, superfluous, tonight } = compared;
  const rows = changes.map(({ change, path, text, takesEffect }) => [
    `${signs[change]} ${path}`,
    text,
    styled('dim', effects[takesEffect]),
  ]);
  return [
    ...table({ columns: [{}, {}, { isText: true }], rows, width }),
    ...rightsLines('New rights:', missingText(missing)),
    ...rightsLines('Rights that are no longer needed; the next deployment revokes them:', missingText(superfluous)),
    ...tonight.map((sentence) => `${sentence[0]?.toUpperCase()}${sentence.slice(1)}.`),
    nextLine(compared, shellQuoted(file)),
  ];
};

export const changesJson = ({ changes, missing, superfluous, tonight }: Changes) => ({
  changes: changes.map((one) => ({
    change: one.change,
    path: one.path,
    text: one.text,
    takesEffect: one.takesEffect,
    newRights: missingText(one.missing),
    superfluousRights: missingText(one.superfluous),
  })),
  newRights: missingText(missing),
  superfluousRights: missingText(superfluous),
  tonight: [...tonight],
});
