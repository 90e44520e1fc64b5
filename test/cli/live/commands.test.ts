// The commands that act on an environment, as people call them, on the simulated AWS.
import { afterEach, describe, expect, it, vi } from 'vitest';
import { fixtureDefinitions } from '#test/support/fixture-definitions.ts';
import { curfewHere } from '../in-process.ts';

const evening = '2026-11-16T19:30:00-03:00';
const duringStop = '2026-11-16T20:08-03:00';
const night = '2026-11-16T23:00-03:00';

const json = async (args: string) => {
  const { code, stdout, stderr } = await curfewHere([...args.split(' '), '--json']);
  expect(stderr).toBe('');
  return { code, value: JSON.parse(stdout) };
};

const text = curfewHere;

describe('curfew status', () => {
  it('curfew status tells in the evening that everything is up as it should be, and what comes next', async () => {
    const { code, value } = await json('status staging --rehearsal');

    expect(code).toBe(0);
    expect(value).toMatchObject({
      environment: 'staging',
      at: evening,
      wanted: { state: 'up', reason: 'start is scheduled' },
      schedule: { enabled: true, paused: false, next: [{ action: 'stop' }, { action: 'start' }] },
      overrides: [],
      lease: null,
    });
    expect(value.resources).toHaveLength(11);
    expect(value.resources.every(({ asWanted }: { asWanted: boolean }) => asWanted)).toBe(true);
  });

  it('curfew status names the run that is changing the environment, and what is not there yet', async () => {
    const { code, stdout } = await text(['status', 'staging', '--rehearsal', '--at', duringStop]);

    expect(code).toBe(0);
    expect(stdout).toContain('in progress: staging-stop-20261116T230000Z');
    expect(stdout).toMatch(/✓ dashboard-backend +0 of 0 tasks +ecs-service/);
    expect(stdout).toMatch(/✗ camunda-db +available +rds-instance +available, should be stopped/);
  });

  it('curfew status ends with 1 when something is not as it should be and nobody is at it', async () => {
    const { code, value } = await json(
      `status staging --scenario sim/scenarios/woken.yaml --at 2026-11-20T02:10-03:00`,
    );

    expect(code).toBe(1);
    expect(value.wanted.state).toBe('down');
    expect(value.resources.some(({ asWanted }: { asWanted: boolean }) => !asWanted)).toBe(true);
  });

  it('curfew status looks at every environment when none is named', async () => {
    const { stdout } = await curfewHere(['status', '--rehearsal', '--json']);

    const names = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line).environment);
    expect(names).toEqual([...fixtureDefinitions().keys()].sort());
  });
});

describe('a command that the rehearsed AWS does not answer', () => {
  it('a command that the rehearsed AWS does not answer says so in a line, as in an account, and ends with 1', async () => {
    const args = 'status staging --scenario sim/scenarios/table-down.yaml --at 2026-11-19T20:20-03:00';
    const { code, stderr } = await curfewHere(args.split(' '));

    expect(code).toBe(1);
    expect(stderr).toMatch(/^reading .* of staging in table .* failed: InternalServerError: .*\n$/);
  });
});

describe('curfew start and stop', () => {
  it('curfew start and stop print with --dry-run what the run would do, and change nothing', async () => {
    const { code, value } = await json('stop staging --rehearsal --dry-run');

    expect(code).toBe(0);
    expect(value).toMatchObject({ kind: 'curfew-report', outcome: 'dry-run', action: 'stop' });
    expect(value.resources.map(({ reason }: { reason: string }) => reason)).toContain(
      'would act: available, should be stopped',
    );
  });

  it('curfew start and stop follow the run to its end and print its report', async () => {
    const { code, stdout, stderr } = await text([
      'stop',
      'staging',
      '--rehearsal',
      '--follow',
      '--by',
      'ana',
      '--why',
      'release',
    ]);

    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(/camunda-db: moving, stopping/);
    expect(stdout).toMatch(/camunda-db: done, stopped/);
    expect(stdout).toContain(
      'stop Mon 16 Nov 19:30: done, 9 of 11 resources changed, all as planned (requested by ana)',
    );
  });

  it('curfew start and stop make the run from this machine with --local, under the same lease', async () => {
    const { code, value } = await json('stop staging --rehearsal --local --by ana --why release');

    expect(code).toBe(0);
    expect(value).toMatchObject({ outcome: 'done', requestedBy: 'ana', why: 'release' });
  });

  it.each([[''], ['--local']])('curfew start and stop are refused while another run is at work: %s', async (local) => {
    const args = `start staging --rehearsal --at ${duringStop} --follow --by ana --why release ${local}`;
    const { code, stdout } = await text([...args.trim().split(' '), '--json']);

    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({
      outcome: 'refused',
      reason: expect.stringContaining('staging-stop-20261116T230000Z is changing staging (stop); nothing was changed'),
    });
  });

  it('curfew start and stop take the lease over from another run with --supersede', async () => {
    const { code, value } = await json(
      `start staging --rehearsal --at ${duringStop} --follow --supersede --by ana --why release`,
    );

    expect(code).toBe(0);
    expect(value).toMatchObject({
      outcome: 'done',
      warnings: ['took over the lease from staging-stop-20261116T230000Z'],
    });
  });

  it('curfew start and stop say how to watch when they do not stay', async () => {
    const { code, stdout } = await text(['stop', 'staging', '--rehearsal', '--why', 'release']);

    expect(code).toBe(0);
    expect(stdout).toContain('A rehearsal keeps nothing: --follow shows the whole run');
  });
});

describe('curfew runs', () => {
  it('curfew runs lists the runs of the night, newest first', async () => {
    const { code, stdout } = await curfewHere(['runs', 'staging', '--rehearsal', '--json']);

    const runs = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line).run);
    expect({ code, runs }).toEqual({
      code: 0,
      runs: ['staging-start-20261117T110000Z', 'staging-stop-20261116T230000Z'],
    });
  });

  it('curfew runs shows one run whole, by the end of its name', async () => {
    const { code, stdout } = await text(['runs', 'staging', 'stop-20261116T230000Z', '--rehearsal']);

    expect(code).toBe(0);
    expect(stdout).toContain('stop Mon 16 Nov 20:00: done');
    expect(stdout).toContain('critical path (the longest chain of dependencies): ');
  });

  it('curfew runs shows the run that is going on until it ends', async () => {
    const { code, stdout } = await text(['runs', 'staging', '--follow', '--rehearsal', '--at', duringStop]);

    expect(code).toBe(0);
    expect(stdout).toMatch(/dashboard-backend: done, no tasks left/);
    expect(stdout).toContain('stop Mon 16 Nov 20:00: done');
  });

  it('curfew runs says so when nothing is going on', async () => {
    const { code, stdout } = await text(['runs', 'staging', '--follow', '--rehearsal', '--at', night]);

    expect({ code, stdout }).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('no run of staging is in progress'),
    });
  });
});

describe('curfew hold and release', () => {
  it('curfew hold and release keep the hold with its owner and reason', async () => {
    const { code, value } = await json(
      'hold staging --rehearsal --up-until 2026-11-17T02:00-03:00 --why load --by ana',
    );

    expect(code).toBe(0);
    expect(value).toMatchObject({ hold: 'up', until: '2026-11-17T02:00:00-03:00', by: 'ana', why: 'load' });
  });

  it('curfew hold and release end what is in force, and nothing else', async () => {
    const held = await json(`release staging --scenario sim/scenarios/hold-up.yaml --at 2026-11-19T21:00-03:00`);
    const free = await json('release staging --rehearsal');

    expect(held.value).toHaveLength(1);
    expect(free).toEqual({ code: 0, value: [] });
  });
});

describe('curfew savings', () => {
  it('curfew savings counts a rehearsed night, with the date of the prices', async () => {
    const { code, value } = await json('savings staging --rehearsal');

    expect(code).toBe(0);
    expect(value).toMatchObject({ kind: 'curfew-savings', month: '2026-11', priceList: { region: 'us-east-1' } });
    const hours = new Map(
      value.resources.map((one: { resource: string; hoursOff: number }) => [one.resource, one.hoursOff]),
    );
    expect(hours.get('dashboard-db')).toBeGreaterThan(11);
    expect(hours.has('kafka')).toBe(false);
    expect(value.usd).toBeGreaterThan(1);
    expect(value.usdProjected).toBeGreaterThan(value.usd);
  });

  it('curfew savings tells people the same, with what was not saved', async () => {
    const { stdout } = await text(['savings', 'staging', '--rehearsal']);

    expect(stdout).toMatch(/staging in 2026-11: \$\d+\.\d\d not spent/);
    expect(stdout).toMatch(/kafka +≈ \$\d+\.\d\d a month +AWS cannot stop it/);
    expect(stdout).toContain('as of 2026-10-02');
  });
});

const wrongCalls: readonly (readonly [args: string, says: string])[] = [
  ['start staging', 'a reason is required'],
  ['start staging --rehearsal --why x --by schedule', 'this name is reserved'],
  ['hold staging --why x', 'say until when, such as --up --until 22:00'],
  ['hold staging --why x --up-until november', '`november` has no time of day; write, for example, `november 10:00`'],
  ['hold staging --why x --until 22:00', 'say whether to hold it up or down'],
  ['hold staging --why x --up --until 22:00 --down-until 23:00', 'say only once until when'],
  ['hold staging --why x --up --for soon --rehearsal', '--for: `soon` is not a duration'],
  [
    'hold staging --rehearsal --why x --up-until 2020-01-01T00:00Z',
    '`2020-01-01T00:00Z` has passed: it is Mon 16 Nov 2026 19:30 -03:00',
  ],
  ['hold staging --why x --up-until 2026-11-17T02:00Z --down-until 2026-11-17T02:00Z', 'cannot be used with'],
  ['status staging --at 2020-01-01T00:00Z', '--at: the rehearsed night is from 2026-11-16T19:30:00-03:00'],
  ['runs staging nonsense --rehearsal', 'the newest are staging-start-20261117T110000Z'],
  ['runs staging last --follow --rehearsal', 'give either --follow or the name of a run'],
  ['savings staging --month 2026-13', 'It is a month like 2026-11'],
  ['runs stagin', 'did you mean `staging`?'],
];

describe('a wrong call', () => {
  it.each(wrongCalls)('a wrong call ends with 2 and a remedy: curfew %s', async (args, says) => {
    const { code, stdout, stderr } = await curfewHere(args.split(' '));

    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(says);
  });
});

describe('without an account', () => {
  const nowhere = {
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_CONFIG_FILE: '/nonexistent',
    AWS_SHARED_CREDENTIALS_FILE: '/nonexistent',
    AWS_ACCESS_KEY_ID: '',
    AWS_SECRET_ACCESS_KEY: '',
    AWS_PROFILE: '',
  };

  afterEach(() => void vi.unstubAllEnvs());

  it.each(['status staging', 'runs staging', 'stop staging --why x'])(
    'a command without an account says how to log in, and that nothing was changed: curfew %s',
    async (args) => {
      for (const [name, value] of Object.entries(nowhere)) vi.stubEnv(name, value);
      const { code, stdout, stderr } = await curfewHere(args.split(' '));

      expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
      expect(stderr).toContain('No valid AWS credentials');
      expect(stderr).toContain('which needs no account: add --rehearsal');
      expect(stderr).not.toMatch(/\n\s+at /);
    },
  );
});
