// What an author reads when a scenario is wrong: file, line and column, the path, what is wrong and a remedy.
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { InputError } from '#core/errors.ts';
import { rehearse } from '#sim/rehearsal.ts';
import { loadScenario, parseScenario } from '#sim/scenario/parse.ts';
import type { Scenario } from '#sim/scenario/scenario.ts';
import { validScenario } from './wrong-scenario.ts';
import { wrongScenarios } from './wrong-scenarios.ts';

const file = 'sim/scenarios/trial.yaml';

const messageOf = (load: () => Scenario): string => {
  try {
    load();
  } catch (error) {
    if (error instanceof InputError) return error.message;
    throw error;
  }
  return '';
};

const messageAbout = (text: string): string => messageOf(() => parseScenario(text, file));

const complaintsAbout = (text: string): string[] =>
  messageAbout(text)
    .split('\n')
    .slice(1)
    .map((line) => line.trim().replace('sim/scenarios/', ''));

const spoilt = (from: string, to: string): string => {
  expect(validScenario.split(from), `\`${from}\` occurs exactly once`).toHaveLength(2);
  return validScenario.replace(from, () => to);
};

const staging = readFileSync('sim/definitions/staging.yaml', 'utf8');
const withEnvironment = (environment: string): string => spoilt('../definitions/staging.yaml', environment);
const mars = 'region: mars';
const lineOf = (text: string, part: string): number => text.split('\n').findIndex((line) => line.includes(part)) + 1;
const inlined = (definition: string): string =>
  `name: trial\nenvironment:\n${definition.replace(/^(?=.)/gm, '  ')}seed: 3\n`;

describe('a scenario file', () => {
  it('a scenario file becomes a scenario, with what it does not say filled in', () => {
    const scenario = parseScenario(validScenario, file);

    expect(scenario).toMatchObject({ name: 'trial', seed: 7, fromMs: Date.parse('2026-11-19T22:30:00Z') });
    expect(scenario.definition.environment).toBe('staging');
    const resumed = { dynamicScalingIn: false, dynamicScalingOut: false, scheduledScaling: false };
    expect(scenario.world.scoring).toEqual({ desired: 2, scaling: { min: 1, max: 6, suspended: resumed } });
    const unsaid = { disabled: false, scales: false, whenMissing: 'ALARM' };
    expect(scenario.alarms).toEqual([{ name: 'scoring-tasks', watches: 'scoring', muted: false, ...unsaid }]);
    expect(scenario.timeline.map((entry) => entry.do)).toEqual([
      'set',
      'fault',
      'invoke',
      'deliver',
      'lose-schedules',
      'crash',
      'slack',
    ]);
    expect(scenario.timeline.at(-1)).toMatchObject({ status: 429, retryAfterSeconds: 2, times: 1 });
  });

  it('a scenario file needs no more than a name and an environment: then it is the first night of the schedule', () => {
    const { fromMs, toMs, seed, timeline } = parseScenario(
      'name: short\nenvironment: ../definitions/staging.yaml\n',
      file,
    );

    expect(toMs - fromMs).toBe(13.5 * 3_600_000);
    expect({ seed, timeline }).toEqual({ seed: 1, timeline: [] });
  });

  it('a scenario file may put a resource into a status that Curfew has never heard of', () => {
    const { world } = parseScenario(spoilt('status: available', 'status: storage-initialization'), file);

    expect(world['camunda-db']?.status).toBe('storage-initialization');
  });

  it('a scenario file may contain the definition itself', () => {
    const { definition, seed } = parseScenario(inlined(staging), file);

    expect(definition).toEqual(parseScenario(validScenario, file).definition);
    expect(seed).toBe(3);
  });

  it('a scenario file may contain the definition with anchors from around it', () => {
    const text = `name: trial\nx: &zone America/Fortaleza\n${inlined(staging).replace('name: trial\n', '')}`;
    const message = messageAbout(text.replace('timeZone: America/Fortaleza', 'timeZone: *zone'));

    expect(message).toBe(
      `${file} is not a valid scenario, 1 problem:\n  ${file}:2:1: x: unknown key; use one of \`name\`, \`environment\`, \`others\`, \`seed\`, \`clock\`, \`installedFor\`, \`world\`, \`alarms\`, \`timeline\`, \`expect\``,
    );
  });
});

describe('a wrong scenario', () => {
  it('a wrong scenario is only what the table spoils: the text it starts from is valid', () => {
    expect(messageAbout(validScenario)).toBe('');
  });

  it.each(wrongScenarios)('a wrong scenario is answered with place and remedy: %s', (_, from, to, ...complaints) => {
    expect(complaintsAbout(spoilt(from, to))).toEqual(complaints);
  });

  it('a wrong scenario hides nothing: what is wrong with one part is told along with what is wrong with another', () => {
    const text = spoilt('seed: 7', 'sed: 7').replace('watches: scoring', 'watches: x').replace('crash:', 'crsh:');

    expect(complaintsAbout(text).map((line) => line.split(':')[1])).toEqual(['3', '12', '20']);
    expect(messageAbout(text).split('\n')[0]).toBe(`${file} is not a valid scenario, 3 problems:`);
  });

  it('a wrong scenario tells when the night is that it did not name itself', () => {
    const text = validScenario.replace(/^clock:.*\n/m, '');

    expect(complaintsAbout(text)[0]).toContain(
      'move it, or the `clock`: the night is from 2026-11-16T19:30:00-03:00 to 2026-11-17T09:00:00-03:00',
    );
  });

  it.each([
    ['empty', '', `${file} is empty; copy sim/scenarios/night.yaml to start`],
    ['only a comment', '# later\n', `${file} is empty; copy sim/scenarios/night.yaml to start`],
    ['a list', '- name: trial\n', 'is a list, but a mapping is needed'],
    ['text', 'trial\n', 'is `trial`, but a mapping is needed'],
    ['broken YAML', 'name: [trial\n', 'not valid YAML'],
    ['a key twice', 'name: a\nname: b\nenvironment: ../definitions/staging.yaml\n', 'name: is defined twice'],
  ])('a scenario file is refused when it is %s', (_, text, message) => {
    expect(messageAbout(text)).toContain(message);
  });

  it.each([
    ['a path that does not exist', 'sim/scenarios/nowhere.yaml', /nowhere\.yaml does not exist; give the path/],
    ['a path through a file', 'package.json/night.yaml', /does not exist; give the path/],
    ['a directory', 'sim/scenarios', /^sim\/scenarios is a directory; give the path of a scenario file in it$/],
  ])('a scenario file is refused for %s', (_, path, message) => {
    expect(messageOf(() => loadScenario(path))).toMatch(message);
  });
});

describe('a scenario with a wrong definition', () => {
  it('the refusal of a scenario with a wrong definition names the file that is missing, and where it may be', () => {
    expect(complaintsAbout(withEnvironment('staging'))).toEqual([
      'trial.yaml:2:14: environment: sim/scenarios/staging does not exist; did you mean `../definitions/staging.yaml`?',
    ]);
    expect(complaintsAbout(withEnvironment('../stagging.yaml'))).toEqual([
      'trial.yaml:2:14: environment: sim/stagging.yaml does not exist; give its path, relative to this file',
    ]);
  });

  it('the refusal of a scenario with a wrong definition names the definition file and what is wrong with it', () => {
    const folder = mkdtempSync(join(tmpdir(), 'curfew-'));
    const mine = staging.replace('region: us-east-1', mars);
    writeFileSync(join(folder, 'mine.yaml'), mine);
    writeFileSync(join(folder, 'trial.yaml'), withEnvironment('mine.yaml'));

    const message = messageOf(() => loadScenario(join(folder, 'trial.yaml')));

    expect(message.split('\n')).toEqual([
      `${folder}/trial.yaml is not a valid scenario, 1 problem:`,
      `  ${folder}/trial.yaml:2:14: environment: ${folder}/mine.yaml cannot be used; fix it first, see below`,
      `${folder}/mine.yaml is not a valid environment definition, 1 problem:`,
      expect.stringContaining(
        `  ${folder}/mine.yaml:${lineOf(mine, mars)}:9: region: \`mars\` does not look like an AWS region`,
      ),
    ]);
  });

  it('the refusal of a scenario with a wrong definition names the line of a definition that is written inside', () => {
    const text = inlined(staging.replace('region: us-east-1', mars));

    const [problem, title, place] = complaintsAbout(text);
    expect(problem).toMatch(/^trial\.yaml:\d+:3: environment: the definition in it cannot be used; fix it first/);
    expect(title).toBe('trial.yaml is not a valid environment definition, 1 problem:');
    expect(place).toContain(`trial.yaml:${lineOf(text, mars)}:11: region: \`mars\` does not look like an AWS region`);
  });

  it('a scenario is refused when its definition is neither path nor mapping', () => {
    expect(complaintsAbout(withEnvironment('[staging]'))).toEqual([
      'trial.yaml:2:14: environment: a list does not fit here; for example, `environment: ../definitions/staging.yaml`',
    ]);
  });
});

describe('whatever happens to a scenario file', () => {
  const lines = validScenario.split('\n');
  const refusal = /^sim\/scenarios\/trial\.yaml( is empty|.*\n {2}sim\/scenarios\/trial\.yaml:\d+:\d+: )/;

  it('whatever happens to a scenario file, it is read, or refused with a place', () => {
    const place = fc.nat(validScenario.length - 1);
    const character = fc.constantFrom(...':-#&*!|>\'"%@`{}[],?\t \n<~');
    const slips = fc.oneof(
      fc.nat(lines.length - 1).map((at) => (text: string) => text.split('\n').toSpliced(at, 1).join('\n')),
      fc.tuple(place, character).map(
        ([at, other]) =>
          (text: string) =>
            text.slice(0, at) + other + text.slice(at + 1),
      ),
      place.map((at) => (text: string) => text.slice(0, at)),
    );

    fc.assert(
      fc.property(fc.array(slips, { minLength: 1, maxLength: 3 }), (made) => {
        const message = messageAbout(made.reduce((text, slip) => slip(text), validScenario));
        expect(message === '' || refusal.test(message), message).toBe(true);
      }),
      { numRuns: 150 },
    );
  });
});

describe('a person who invokes a function in a scenario', () => {
  it('a person who invokes a function in a scenario gets an answer about an environment that is not the scenario’s', async () => {
    const text = spoilt('requestedBy: ana', 'environment: prod');

    const { reports } = await rehearse(parseScenario(text, file));

    expect(reports).toContainEqual(
      expect.objectContaining({
        environment: 'prod',
        outcome: 'failed',
        reason: 'nothing was changed: prod has no definition in its table. Apply one: curfew apply FILE',
      }),
    );
  });
});
