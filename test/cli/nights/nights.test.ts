// `curfew rehearse --nights` as others rely on it: what it prints, and how it exits.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import type { Definition } from '#definition/definition.ts';
import { curfewHere } from '#test/cli/in-process.ts';
import { commandFile, runCurfew } from '#test/cli/run-curfew.ts';
import { excerptLines } from '../../../cli/nights/excerpt.ts';
import { sharesOf } from '../../../cli/nights/shares.ts';

const isAlive = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

/** The command, when the processes that it shares its nights out to are there. */
const begun = async (args: readonly string[]) => {
  const command = spawn(process.execPath, [commandFile, ...args]);
  const [stdout, stderr] = [text(command.stdout), text(command.stderr)];
  const ended = once(command, 'exit').then(async ([code]) => ({ code, stdout: await stdout, stderr: await stderr }));
  const shares = await vi.waitFor(
    () => {
      const pids = readFileSync(`/proc/${command.pid}/task/${command.pid}/children`, 'utf8').trim();
      expect(pids).not.toBe('');
      return pids.split(' ').map(Number);
    },
    { timeout: 20_000 },
  );
  return { command, shares, ended };
};

const linesOf = (stdout: string): Record<string, unknown>[] =>
  stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));

/** Its nights are short. */
const smallest = join(mkdtempSync(join(tmpdir(), 'curfew-')), 'smallest.yaml');
writeFileSync(
  smallest,
  `environment: smallest
region: us-east-1
timeZone: Europe/Lisbon
schedule: { enabled: true, start: { days: weekdays, at: "08:00" }, stop: { days: every day, at: "20:00" } }
notifications: { slack: { channel: "#smallest", webhookSecret: smallest/slack } }
resources:
  db: { kind: rds-instance, instance: smallest-db }
`,
);

describe('rehearsing many nights', () => {
  it('rehearsing many nights ends with one line of JSON that counts them', async () => {
    const { code, stdout, stderr } = await curfewHere(['rehearse', '--nights', '2', '--seed', '5', '--json']);

    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(linesOf(stdout)).toEqual([
      {
        ...{ type: 'nights', seed: 5, nights: 2, violations: 0, nightsViolated: 0, seconds: expect.any(Number) },
        ...{ faults: expect.any(Object), simulated: true },
      },
    ]);
  });

  it('rehearsing many nights lists the faults played, how often and in how many nights', async () => {
    const { stdout } = await curfewHere(['rehearse', smallest, '--nights', '6', '--seed', '3']);

    expect(stdout).toMatch(/^\[rehearsal\] Faults and changes played$/m);
    expect(stdout).toMatch(/^ {2}\S.* +\d+ × +in \d of 6 nights$/m);
  });

  it('rehearsing many nights reports how many there were, how long they took, and that nothing was violated', async () => {
    const { code, stdout } = await curfewHere(['rehearse', 'staging', '--nights', '2']);

    expect(code).toBe(0);
    expect(stdout).toMatch(
      /^\[rehearsal\] Rehearsing 2 nights on the simulated AWS, from seed 1\n(?:.*\n)*\[rehearsal\] 2 nights in [\d.]+ s: 0 violations\n$/,
    );
  });

  it('rehearsing many nights takes the environment of a scenario', async () => {
    const scenario = 'sim/scenarios/night.yaml';

    expect(await curfewHere(['rehearse', '--scenario', scenario, '--nights', '1', '--json'])).toMatchObject({
      code: 0,
    });
  });

  it('rehearsing many nights shares many nights out among the cores and counts each once', async () => {
    const { code, stdout } = await runCurfew(['rehearse', smallest, '--nights', '51', '--seed', '7', '--json']);

    expect(code).toBe(0);
    expect(linesOf(stdout)).toMatchObject([{ type: 'nights', seed: 7, nights: 51, violations: 0 }]);
  });

  it.each(['0', '-1', '1.5', 'many'])('rehearsing many nights refuses %s as a number of nights', async (count) => {
    const { code, stderr } = await curfewHere(['rehearse', `--nights=${count}`]);

    expect(code).toBe(2);
    expect(stderr).toContain('It is a whole number from 1 to 9999999.');
  });
});

describe('nights that do not come to their end', () => {
  const many = ['rehearse', smallest, '--nights', '2000', '--seed', '7'];

  it.each(['SIGINT', 'SIGTERM'] as const)(
    'nights that do not come to their end leave no process behind when the command gets %s',
    async (signal) => {
      const { command, shares, ended } = await begun(many);
      command.kill(signal);
      const { code, stdout, stderr } = await ended;

      await vi.waitFor(() => expect(shares.filter(isAlive)).toEqual([]), { timeout: 10_000 });
      if (signal === 'SIGINT') {
        expect(code).toBe(130);
        expect(stderr).toMatch(/^\[rehearsal\] Stopped after \d+ of 2000 nights\.\n$/);
        expect(stdout).toMatch(
          /^\[rehearsal\] Rehearsing 2000 nights on the simulated AWS, from seed 7\n(?:.*\n)*\[rehearsal\] \d+ nights? in [\d.]+ s: 0 violations\n$/,
        );
      }
    },
  );

  it('nights that do not come to their end say which nights are left when one of the processes dies', async () => {
    const { shares, ended } = await begun(many);
    process.kill(shares[0] ?? 0, 'SIGKILL');
    const { code, stderr } = await ended;

    expect(code).toBe(1);
    expect(stderr).toMatch(/^a process that played .* \(SIGKILL\); the rest of them: --nights \d+ --seed \d+\n$/);
    await vi.waitFor(() => expect(shares.filter(isAlive)).toEqual([]), { timeout: 10_000 });
  });
});

describe('the shares of many nights', () => {
  it('the shares of many nights are together every seed once, on any number of cores', () =>
    fc.assert(
      fc.property(
        fc.nat(1_000),
        fc.integer({ min: 1, max: 5_000 }),
        fc.integer({ min: 1, max: 64 }),
        (first, count, cores) => {
          const seeds = sharesOf(first, count, cores).flatMap((share) =>
            Array.from({ length: share.count }, (_, index) => share.first + index),
          );

          expect(seeds).toEqual(Array.from({ length: count }, (_, index) => first + index));
        },
      ),
    ));

  it.each([
    [49, 8, 1],
    [50, 8, 2],
    [1_000, 2, 2],
    [1_000, 8, 8],
  ])('the shares of many nights of %i nights on %i cores are %i', (count, cores, shares) => {
    expect(sharesOf(1, count, cores)).toHaveLength(shares);
  });
});

describe('the excerpt of a violated night', () => {
  const at = Date.parse('2026-11-16T23:00:00Z');
  const timeZone: Definition['timeZone'] = 'America/Fortaleza';

  it('the excerpt of a violated night marks the line at which the invariant broke', () => {
    const lines = excerptLines(
      [
        { at: at - 1_000, event: { type: 'change', resource: 'scoring', facts: { desired: 5 } } },
        { at, event: { type: 'capacity', resource: 'scoring', desired: 0, by: 'curfew' } },
        { at: at + 1_000, event: { type: 'healed' } },
      ],
      { at, resource: 'scoring' },
      timeZone,
    );

    expect(lines.map((line) => line.trimEnd())).toEqual([
      expect.stringMatching(/^ {4}.*people set scoring {"desired":5}$/),
      expect.stringMatching(/^ {2}> .*scoring: 0 tasks wanted \(curfew\)$/),
      expect.stringMatching(/^ {4}.*everything is repaired$/),
    ]);
  });
});
