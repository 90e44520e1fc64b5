// What `curfew init` found, guessed and left out, for people.

import type { LeftOut, Proposal, Proposed } from '#init/proposal.ts';
import { whyNoGuess } from '#init/why-no-guess.ts';
import type { Unread } from '#kinds/inventory.ts';
import { styled, terminalWidth } from '../terminal/output.ts';
import { table } from '../terminal/table.ts';

const idsShown = 6;

const needs = ({ dependsOn }: Proposed): string =>
  dependsOn.length > 0
    ? `depends on ${dependsOn.map(({ on, early }) => (early ? `${on} (early)` : on)).join(', ')}`
    : '';

const rows = (resources: readonly Proposed[]): string[] =>
  table({
    columns: [{}, { canGo: 1 }, { isText: true }],
    rows: resources.map((one) => [styled('green', `+ ${one.name}`), styled('dim', one.identity.kind), needs(one)]),
    width: terminalWidth(),
  });

const cutLines = (resources: readonly Proposed[]): string[] =>
  resources.flatMap(({ name, cut }) =>
    cut.map(({ on, cycle }) =>
      styled('yellow', `  ${name} does not depend on ${on}: ${cycle.join(' → ')} would be a cycle`),
    ),
  );

const someOf = (all: readonly string[]): string => {
  const more = all.length - idsShown;
  return more > 0 ? `${all.slice(0, idsShown).join(', ')} and ${more} more` : all.join(', ');
};

const leftOutLines = (leftOut: readonly LeftOut[]): string[] => {
  if (leftOut.length === 0) return [];
  const byReason = [...Map.groupBy(leftOut, ({ what, why }) => `${what}: ${why}`)];
  return [
    '',
    `Left out: ${leftOut.length}`,
    ...byReason.map(([reason, own]) => `  ${reason}: ${someOf(own.map(({ id }) => id))}`),
  ];
};

const unreadLines = (unread: readonly Unread[]): string[] =>
  unread.length === 0
    ? []
    : [
        '',
        styled('yellow', 'Could not be read in AWS, so something may be missing:'),
        ...unread.map(({ action, why }) => `  ${action}: ${why}`),
      ];

const unguessedLines = (resources: readonly Proposed[], unread: readonly Unread[]): string[] => {
  const why = whyNoGuess(resources, unread.length === 0);
  if (why === undefined) return [];
  return [
    '',
    styled('yellow', `⚠ No dependency was guessed: ${why}.`),
    '  Everything would start and stop at the same time: add dependsOn to the resources in the file.',
  ];
};

export const proposalLines = ({ resources, leftOut }: Proposal, unread: readonly Unread[]): string[] => [
  ...rows(resources),
  ...cutLines(resources),
  ...unguessedLines(resources, unread),
  ...leftOutLines(leftOut),
  ...unreadLines(unread),
];
