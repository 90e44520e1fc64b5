// Whatever a page, a message or a comment points to is there.
import { existsSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { describe, expect, it } from 'vitest';
import { anchorsIn, codeIn, linksIn, type Page, pages, root, sources } from './pages.ts';

const pageNamed = (file: string): Page | undefined => pages.find((page) => page.file === file);

/** What is wrong with a link, if anything. */
const faultOf = (from: string, target: string): string | undefined => {
  if (/^(https:|mailto:)/.test(target)) return undefined;
  const [path = '', anchor] = target.split('#');
  const file = path === '' ? from : normalize(join(dirname(from), path));
  if (!existsSync(join(root, file))) return `${from}: there is no ${file}`;
  const page = pageNamed(file);
  if (anchor === undefined || !page) return undefined;
  return anchorsIn(page).has(anchor) ? undefined : `${from}: ${file} has no heading #${anchor}`;
};

const broken = (page: Page): string[] => linksIn(page).flatMap((target) => faultOf(page.file, target) ?? []);

describe.each(pages)('$file', (page) => {
  it('a page of the docs links to pages and headings that exist', () => {
    expect(broken(page)).toEqual([]);
  });

  it('a page of the docs names files and folders of the repository that exist', () => {
    const folders = /^(cli|shared|functions|infra|sim|test|scripts|environments|examples|prices|docs|bench)\/[\w./-]*$/;
    // What an operator or a build makes is not in the repository.
    const made = /^environments\/(mine\.yaml)?$|^dist\//;
    const named = codeIn(page).filter((code) => folders.test(code) && !made.test(code));

    expect(named.filter((path) => !existsSync(join(root, path)))).toEqual([]);
  });
});

describe('the check of links', () => {
  it('the check of links finds a page, a heading and a picture that are missing', () => {
    const page = {
      file: 'docs/x.md',
      text: '[a](nowhere.md) [b](concepts.md#nothing) ![c](images/no.png) [d](#own)\n',
    };

    expect(broken(page)).toHaveLength(4);
  });

  it('the check of links has links and anchors to judge', () => {
    const links = pages.flatMap(linksIn).filter((target) => !target.startsWith('https:'));

    expect(links.length).toBeGreaterThan(30);
    expect(links.some((target) => target.includes('#'))).toBe(true);
  });
});

describe('messages and comments of the code', () => {
  it('messages and comments of the code point to pages and headings that exist', () => {
    const pointed = sources.flatMap(({ file, text }) =>
      [...text.matchAll(/\bdocs\/[\w/-]+\.md(?:#[\w-]+)?/g)].map(([target]) => ({ file, target })),
    );

    expect(pointed.length).toBeGreaterThan(5);
    expect(
      pointed.flatMap(({ file, target }) => faultOf('README.md', target)?.replace('README.md', file) ?? []),
    ).toEqual([]);
  });
});
