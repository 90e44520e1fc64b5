// GitHub's own reader of workflows, which its editor uses. It imports JSON in a way that Node does not take, so it is bundled.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';

type Reader = {
  readonly TextDocument: typeof import('vscode-languageserver-textdocument').TextDocument;
  readonly validate: typeof import('@actions/languageservice').validate;
};

/** Within it is CommonJS that asks for Node's own modules by `require`, which an ES module does not have. */
const banner = {
  js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);",
};

const loaded = async (): Promise<Reader> => {
  const folder = mkdtempSync(join(tmpdir(), 'curfew-workflows-'));
  const outfile = join(folder, 'reader.mjs');
  const contents = `export { validate } from '@actions/languageservice';
    export { TextDocument } from 'vscode-languageserver-textdocument';`;
  try {
    const stdin = { contents, resolveDir: process.cwd() };
    await build({
      stdin,
      outfile,
      bundle: true,
      format: 'esm',
      platform: 'node',
      mainFields: ['module', 'main'],
      banner,
    });
    return await import(/* @vite-ignore */ outfile);
  } finally {
    rmSync(folder, { recursive: true });
  }
};

/** Tells what GitHub's editor would underline, with the line. What a file is, it reads from its name. */
export const workflowReader = async (name = 'workflow.yml') => {
  const { TextDocument, validate } = await loaded();
  let read = 0;
  return async (text: string): Promise<string[]> => {
    // It remembers a file by its name, so every reading gets another one.
    const found = await validate(TextDocument.create(`file:///${read++}/${name}`, 'yaml', 1, text));
    return found.map(({ range, message }) => `${range.start.line + 1}: ${message}`);
  };
};
