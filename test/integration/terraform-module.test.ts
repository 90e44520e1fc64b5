// The Terraform module, parsed, against the template that it deploys: nothing of a provider is needed for that.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { loadDefinitions } from '#definition/load.ts';
import { stackNameOf, templateFor } from '#deploy/template-for.ts';

type Block = Readonly<Record<string, unknown>>;
type Named = Readonly<Record<string, Readonly<Record<string, Block>>>>;
type Hcl = {
  readonly resource?: readonly Named[];
  readonly data?: readonly Named[];
  readonly variable?: readonly Readonly<Record<string, Block>>[];
  readonly output?: readonly Readonly<Record<string, Block>>[];
  readonly locals?: readonly Block[];
  readonly module?: readonly Readonly<Record<string, Block>>[];
};

const python = process.env.HCL_PYTHON ?? '';
const program = 'import hcl2, json, sys; print(json.dumps(hcl2.loads(sys.stdin.read() + "\\n")))';
const parsed = (text: string): Hcl =>
  JSON.parse(execFileSync(python, ['-c', program], { input: text, encoding: 'utf8' }));

const files = ['main', 'variables', 'outputs'].map((name) => readFileSync(`infra/terraform/${name}.tf`, 'utf8'));
const whole = parsed(files.join('\n'));
const code = files.join('\n').replaceAll(/^\s*#.*$/gm, '');

/** The parser leaves the quotes of names and texts in their place. */
const bare = (text: unknown): string => String(text).replace(/^"(.*)"$/, '$1');

const variables = new Map(
  (whole.variable ?? []).flatMap((one) => Object.entries(one).map(([name, block]) => [bare(name), block] as const)),
);

const addresses = [...(whole.resource ?? []), ...(whole.data ?? [])].flatMap((one) =>
  Object.entries(one).flatMap(([type, named]) => Object.keys(named).map((name) => `${bare(type)}.${bare(name)}`)),
);

const stack = (whole.resource ?? []).flatMap((one) => Object.values(one['"aws_cloudformation_stack"'] ?? {}))[0] ?? {};

/** What the expression of `parameters` gives, by name. */
const given = [...String(stack.parameters).matchAll(/(\w+) = /g)].map(([, name = '']) => name);

const release = JSON.parse(readFileSync('dist/release/template.json', 'utf8'));
const templates = loadDefinitions('test/fixtures/environments').map((definition) => {
  const template = templateFor(definition, release, { source: 'environment: any', owner: 'stack' });
  // As `curfew template` writes it.
  const { ArtifactKey = {}, ...others } = template.Parameters;
  const Parameters = { ...others, ArtifactKey: { ...ArtifactKey, Default: 'curfew/1/code.zip' } };
  return { environment: definition.environment, template: { ...template, Parameters } };
});

/** What a path in `local.template` leads to. */
const at = (template: unknown, path: string): unknown =>
  path
    .split('.')
    .reduce<unknown>((value, key) => (value as Readonly<Record<string, unknown>> | undefined)?.[key], template);

describe('the Terraform module', () => {
  it('the Terraform module declares every variable that it uses, and uses every one that it declares', () => {
    const used = new Set([...code.matchAll(/\bvar\.(\w+)/g)].map(([, name]) => name));

    expect([...used].toSorted()).toEqual([...variables.keys()].toSorted());
  });

  it('the Terraform module refers to nothing that is not in it', () => {
    const referred = [...code.matchAll(/\b(?:data\.)?(aws_\w+\.\w+)\./g)].map(([, address]) => address);

    expect(referred.length).toBeGreaterThan(3);
    expect(referred.filter((one) => !addresses.includes(String(one)))).toEqual([]);
  });

  it.each(templates)(
    'the Terraform module gives the template of $environment all that has no default, and nothing unknown',
    ({ template }) => {
      const { Parameters } = template;
      const needed = Object.entries(Parameters).filter(([, one]) => !('Default' in one));

      expect(given.filter((name) => !(name in Parameters))).toEqual([]);
      // Of a cleanup's network too there is a default.
      expect(needed.map(([name]) => name).filter((name) => !given.includes(name))).toEqual([]);
    },
  );

  it.each(templates)(
    'the Terraform module finds name and key in the template of $environment, where it looks',
    ({ environment, template }) => {
      const paths = [...code.matchAll(/local\.template\.([\w.]+)/g)].map(([, path = '']) => path);
      const name = bare(stack.name).replaceAll(/\$\{local\.template\.([\w.]+)\}/g, (_, path: string) =>
        String(at(template, path)),
      );

      expect(paths.map((path) => typeof at(template, path))).toEqual(paths.map(() => 'string'));
      expect(name).toBe(stackNameOf(environment));
    },
  );

  it('the Terraform module may create roles with names, as the template does', () => {
    expect((stack.capabilities as unknown[]).map(bare)).toEqual(['CAPABILITY_NAMED_IAM']);
  });

  it('the Terraform module hands on every output of the stack, the URL of control among them', () => {
    const outputs = (whole.output ?? []).flatMap((one) => Object.values(one).map(({ value }) => value));

    expect(outputs).toContain(`\${aws_cloudformation_stack.curfew.outputs}`);
    for (const { template } of templates) expect(Object.keys(template.Outputs ?? {})).toContain('ControlUrl');
  });

  it('the Terraform module is used in docs/deploy.md with variables that it has, and with all that it needs', () => {
    const [, example = ''] = /```hcl\n([\s\S]*?)```/.exec(readFileSync('docs/deploy.md', 'utf8')) ?? [];
    const block = (parsed(example).module ?? []).flatMap((one) => Object.values(one))[0] ?? {};
    const names = Object.keys(block).filter((name) => name !== 'source' && !name.startsWith('__'));
    const required = [...variables].filter(([, one]) => !('default' in one)).map(([name]) => name);

    expect(names.filter((name) => !variables.has(name))).toEqual([]);
    expect(required.filter((name) => !names.includes(name))).toEqual([]);
  });
});
