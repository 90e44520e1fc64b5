import { mkdtempSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { refreshFile } from '../../../cli/files/write-file.ts';
import { curfewHere } from '../in-process.ts';

let folder: string;
let mine: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'curfew-files-'));
  mine = join(folder, 'mine.txt');
  writeFileSync(mine, 'mine');
});

const linkTo = (target: string): string => {
  const link = join(folder, 'link');
  symlinkSync(target, link);
  return link;
};

const rehearsal = ['rehearse', '--scenario', 'sim/scenarios/database-refused.yaml', '--html'];
const runs = ['runs', 'staging', '--rehearsal', '--html'];
const init = ['init', 'staging', '--rehearsal', '--output'];

describe('a file that a command writes', () => {
  it('a file that a command writes is no folder', async () => {
    const { code, stderr } = await curfewHere([...rehearsal, folder]);

    expect({ code, stderr }).toEqual({
      code: 2,
      stderr: `${folder} is a folder; give --html a file, for example ${join(folder, 'FILE')}\n`,
    });
  });

  it.each([
    ['rehearse --html', rehearsal],
    ['runs --html', runs],
    ['init --output', init],
  ])('a file that a command writes of %s is not written over a file that is there', async (_what, args) => {
    const { code, stderr } = await curfewHere([...args, mine]);

    expect(code).toBe(2);
    expect(stderr).toContain(`${mine} exists already`);
    expect(readFileSync(mine, 'utf8')).toBe('mine');
  });

  it.each([
    ['rehearse --html', rehearsal],
    ['runs --html', runs],
    ['init --output', init],
  ])('a file that a command writes of %s is not written through a link, wherever that leads', async (_what, args) => {
    const dangling = join(folder, 'nothing-yet');

    const { code, stderr } = await curfewHere([...args, linkTo(dangling)]);

    expect(code).toBe(2);
    expect(stderr).toContain('exists already');
    expect(() => readFileSync(dangling)).toThrow();
  });

  it('a file that a command writes is written over with --force', async () => {
    expect((await curfewHere([...runs, mine, '--force'])).code).toBe(0);
    expect(readFileSync(mine, 'utf8')).toContain('<!doctype html>');
  });

  it('a file that a command writes that is a table of prices is refreshed in place, but not through a link', () => {
    refreshFile(mine, 'new');

    expect(readFileSync(mine, 'utf8')).toBe('new');
    expect(() => refreshFile(linkTo(mine), 'newer')).toThrow('is a link');
    expect(readFileSync(mine, 'utf8')).toBe('new');
  });
});

describe('the page of runs', () => {
  it('the page of runs forbids itself everything but its own styles', async () => {
    const page = join(folder, 'page.html');

    await curfewHere([...runs, page]);

    const text = readFileSync(page, 'utf8').replaceAll('&#39;', "'");
    const policy = /http-equiv="Content-Security-Policy" content="([^"]+)"/.exec(text)?.[1];
    expect(policy).toMatch(/^default-src 'none'; style-src 'unsafe-inline';/);
    expect(policy).not.toMatch(/script-src|https?:/);
  });
});
