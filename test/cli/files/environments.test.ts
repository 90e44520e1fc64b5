// Which definition a name is: the user's own, or an example, and who is told.
import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { parseScenario } from '#sim/scenario/parse.ts';
import { runCurfew } from '#test/cli/run-curfew.ts';

const folder = realpathSync(mkdtempSync(join(tmpdir(), 'curfew-own-')));
const empty = join(folder, 'empty');
const own = join(folder, 'own');
mkdirSync(empty);
mkdirSync(join(own, 'environments'), { recursive: true });
// Without its last resource, and so without what may be emptied.
const staging = readFileSync('examples/atlas/staging.yaml', 'utf8').replace(/^ {2}s3-sink:[\s\S]*/m, '');
writeFileSync(join(own, 'environments/staging.yaml'), staging);
writeFileSync(join(own, 'environments/broken.yaml'), 'environment: [\n');
afterAll(() => rmSync(folder, { recursive: true }));

// An empty value is none: the folder that the tests name is not the user's.
const env = { CURFEW_ENVIRONMENTS: '' };
const curfewIn = (cwd: string, args: string) => runCurfew(args.split(' '), { cwd, env });
const example = join(process.cwd(), 'examples/atlas');

describe('an environment that is named', () => {
  it('a name is the definition in environments/ of the current directory, whatever else is broken in that folder', async () => {
    expect(await curfewIn(own, 'validate staging')).toEqual({
      code: 0,
      stdout: '✓ staging: 10 resources in 4 stages\n',
      stderr: '',
    });
  });

  it('a name that is not in environments/ is an example, and the command says so', async () => {
    const { code, stderr } = await curfewIn(own, 'validate prod');

    expect({ code, stderr }).toEqual({
      code: 0,
      stderr: `prod is the example ${example}/prod.yaml: there is no environments/prod.yaml here\n`,
    });
  });

  it('a name that is neither is refused with those of both', async () => {
    const { code, stderr } = await curfewIn(own, 'validate stagign');

    expect(code).toBe(2);
    expect(stderr).toContain('did you mean `staging`? known environments: broken, staging, prod, staging2');
  });

  it('a status of all environments says once that they are the examples', async () => {
    const { code, stdout, stderr } = await curfewIn(empty, 'status --rehearsal');

    expect({ code, stderr }).toEqual({
      code: 0,
      stderr: `environments/ has no definition: these are the examples in ${example}/\n`,
    });
    expect(stdout).toContain('3 environments');
  });

  it('all environments are those of environments/, and the examples only where there is none', async () => {
    const [theirs, examples] = await Promise.all([curfewIn(own, 'validate'), curfewIn(empty, 'validate')]);

    expect(theirs).toMatchObject({ code: 2, stdout: expect.stringMatching(/^✓ staging: .*\n$/) });
    expect(theirs?.stderr).toContain('broken.yaml');
    expect(examples).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^✓ prod.*\n✓ staging.*\n✓ staging2.*\n$/),
    });
    expect(examples?.stderr).toBe(`environments/ has no definition: these are the examples in ${example}/\n`);
  });
});

describe('a path of before', () => {
  const clone = join(folder, 'clone');
  for (const place of ['examples/atlas', 'sim/definitions', 'sim/scenarios'])
    mkdirSync(join(clone, place), { recursive: true });
  for (const place of ['examples/atlas', 'sim/definitions']) writeFileSync(join(clone, place, 'staging.yaml'), staging);

  it('the path of a definition that was moved names the new one', async () => {
    const { code, stderr } = await curfewIn(clone, 'validate environments/staging.yaml');

    expect(code).toBe(2);
    expect(stderr).toContain('environments/staging.yaml does not exist: it is examples/atlas/staging.yaml now');
  });

  it('a scenario about a definition that was moved is told a path that exists', () => {
    const file = join(clone, 'sim/scenarios/old.yaml');

    expect(() => parseScenario('name: old\nenvironment: ../../environments/staging.yaml\n', file)).toThrow(
      'did you mean `../definitions/staging.yaml`?',
    );
  });
});
