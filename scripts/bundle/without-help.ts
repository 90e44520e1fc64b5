// The help that editors show for each field of a definition is part of its schema, and no function ever prints it.
import { readFile } from 'node:fs/promises';
import type { Plugin } from 'esbuild';

/** Whole texts alone: what is put together from other values may be asked for elsewhere. */
const helpText = /\b(description|help):\s*(?:'(?:[^'\\\n]|\\.)*'|`(?:[^`\\$]|\\.)*`)/g;

export const withoutHelp: Plugin = {
  name: 'without-help',
  setup(builder) {
    builder.onLoad({ filter: /\/shared\/(definition|kinds)\/.*\.ts$/ }, async ({ path }) => ({
      contents: (await readFile(path, 'utf8')).replaceAll(helpText, "$1: ''"),
      loader: 'ts',
    }));
  },
};
