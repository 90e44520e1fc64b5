// Definitions on disk: by name, by path, and all of a folder.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { InputError } from '#core/errors.ts';
import { findDefinition, loadDefinition, loadDefinitions } from '#definition/load.ts';
import { validYaml } from './wrong-file.ts';

const folder = mkdtempSync(join(tmpdir(), 'curfew-definitions-'));
const fileIn = (name: string, text: string): string => {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
};
fileIn('qa.yaml', validYaml);
fileIn('demo.yaml', validYaml.replace('environment: qa', 'environment: demo'));
fileIn('notes.txt', 'not a definition');

const elsewhere = join(folder, 'elsewhere');
mkdirSync(elsewhere);
afterAll(() => rmSync(folder, { recursive: true }));

const refused = (act: () => unknown) => expect(act).toThrow(InputError);
const messageOf = (act: () => unknown): string => {
  try {
    act();
  } catch (error) {
    return error instanceof InputError ? error.message : String(error);
  }
  return '';
};

describe('a definition in a file', () => {
  it('a definition in a file is found by its name in the folder of environments', () => {
    expect(findDefinition('qa', folder).environment).toBe('qa');
  });

  it('a definition in a file is found by its path, inside the folder and elsewhere', () => {
    writeFileSync(join(elsewhere, 'tonight.yaml'), validYaml);
    expect(findDefinition(join(folder, 'demo.yaml'), folder).environment).toBe('demo');
    expect(findDefinition(join(elsewhere, 'tonight.yaml'), folder).environment).toBe('qa');
    expect(loadDefinition(join(elsewhere, 'tonight.yaml')).environment).toBe('qa');
  });

  it('a definition in a file comes with all others of its folder, by name', () => {
    expect(loadDefinitions(folder).map(({ environment }) => environment)).toEqual(['demo', 'qa']);
    expect(loadDefinitions(join(folder, 'nowhere'))).toEqual([]);
  });

  it('a definition in a file is not found under another name, and those that exist are listed', () => {
    expect(messageOf(() => findDefinition('qaa', folder))).toBe(
      'there is no environment `qaa`; did you mean `qa`? known are: demo, qa',
    );
    expect(messageOf(() => findDefinition('prod', folder))).toBe('there is no environment `prod`; known are: demo, qa');
    expect(messageOf(() => findDefinition('qa', elsewhere))).toMatch(/known are: /);
  });

  it('a definition in a file that does not exist is answered with the files that do', () => {
    const path = join(folder, 'qq.yaml');
    expect(messageOf(() => loadDefinition(path))).toBe(`${path} does not exist; ${folder} contains demo.yaml, qa.yaml`);
    expect(messageOf(() => findDefinition(path, folder))).toBe(messageOf(() => loadDefinition(path)));
  });

  it('a definition in a file is not a directory, nor a path through a file', () => {
    expect(messageOf(() => loadDefinition(folder))).toBe(
      `${folder} is a directory, not a file; it contains demo.yaml, qa.yaml`,
    );
    refused(() => loadDefinition(join(folder, 'qa.yaml', 'x.yaml')));
    refused(() => loadDefinition('a\u0000b.yaml'));
  });

  it('a definition in a file is called like its file inside the folder of environments', () => {
    const path = fileIn('other.yaml', validYaml);
    const complaint = `${path}:1:14: environment: \`qa\` is not the name of its file, \`other\`; rename one of the two`;
    expect(messageOf(() => findDefinition('other', folder))).toContain(complaint);
    expect(messageOf(() => findDefinition(path, folder))).toContain(complaint);
    refused(() => loadDefinitions(folder));
    expect(loadDefinition(path).environment).toBe('qa');
    rmSync(path);
  });
});
