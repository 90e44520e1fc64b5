// What measures and wraps text makes a segmenter (10 ms) and the pattern of all emoji (17 ms) while it loads, also for a command
// whose text has neither. Here they are made when they are first used.
import { readFile } from 'node:fs/promises';
import type { Plugin } from 'esbuild';

export const textToolsWhenUsed: Plugin = {
  name: 'text-tools-when-used',
  setup(builder) {
    builder.onLoad({ filter: /node_modules\/(string-width|wrap-ansi|slice-ansi)\/[\w-]+\.js$/ }, async ({ path }) => {
      const contents = (await readFile(path, 'utf8')).replaceAll(
        /^const (\w+) = (new Intl\.Segmenter\(.*\)|\/\^\\p\{RGI_Emoji\}\$\/v);$/gm,
        'let made_$1; const $1 = { segment: text => (made_$1 ??= $2).segment(text), test: text => (made_$1 ??= $2).test(text) };',
      );
      return { contents, loader: 'js' };
    });
  },
};
