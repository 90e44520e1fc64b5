// `curfew template`: what `curfew deploy` hands to CloudFormation, for whoever deploys by other means.
import { readFileSync } from 'node:fs';
import { accessProblems } from '#access/fits.ts';
import { InputError } from '#core/errors.ts';
import { problemsText } from '#definition/problem.ts';
import { codeKeyOf } from '#deploy/release.ts';
import { type Owner, templateFor } from '#deploy/template-for.ts';
import { amongOthers, loadedDefinitionFor } from '../files/environments.ts';
import { writeFile } from '../files/write-file.ts';
import { complain, printJson, printRaw } from '../terminal/output.ts';
import { ownRelease, releasedCode } from './release.ts';

export type TemplateOptions = {
  readonly out?: string;
  readonly code?: string;
  readonly force?: true;
  readonly json?: true;
  readonly owner: Owner;
};

/** Throws `InputError` for a definition that is not valid, or that no stack could have. */
const templateText = (name: string, owner: Owner): string => {
  const loaded = loadedDefinitionFor(name);
  const { file, locate } = loaded;
  const definition = amongOthers(loaded);
  const problems = accessProblems(definition);
  if (problems.length > 0) throw new InputError(problemsText(file, problems.map(locate)));
  const release = ownRelease();
  const template = templateFor(definition, release.template, { source: readFileSync(file, 'utf8'), owner });
  const { ArtifactKey = {}, ...others } = template.Parameters;
  const Parameters = { ...others, ArtifactKey: { ...ArtifactKey, Default: codeKeyOf(release) } };
  return `${JSON.stringify({ ...template, Parameters })}\n`;
};

export const showTemplate = (name: string, { out, code, force, json, owner }: TemplateOptions): void => {
  const text = templateText(name, owner);
  if (code !== undefined) {
    writeFile(code, releasedCode(), '--code', force);
    complain(`The code of the functions: ${code}. Upload it as ${codeKeyOf(ownRelease())}.`);
  }
  if (out === undefined) {
    printRaw(text);
    return;
  }
  writeFile(out, text, '--out', force);
  if (json)
    printJson({ template: out, bytes: Buffer.byteLength(text), codeKey: codeKeyOf(ownRelease()), code: code ?? null });
};
