// `curfew render`: what Slack would get, for programs and for people, and nothing is sent.
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { curfewHere } from './in-process.ts';

const event = 'test/fixtures/notifications/metric-alarm.json';

describe('curfew render', () => {
  it('prints routes and payloads as JSON', async () => {
    const { code, stdout, stderr } = await curfewHere(['render', event, '--json']);

    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(JSON.parse(stdout)).toEqual([
      {
        route: 'default',
        payload: expect.objectContaining({ text: expect.stringContaining('is in alarm · staging') }),
      },
    ]);
  });

  it('shows people where it goes and what it says, in words', async () => {
    const { code, stdout } = await curfewHere(['render', event]);

    expect(code).toBe(0);
    expect(stdout).toContain('#atlas-staging  route default of staging: no other route fits');
    expect(stdout).toContain('average CPUUtilization ≥ 80 % for 3 of 5 × 1 min');
    expect(stdout).not.toMatch(/<!date|&gt;|\|alarm>/);
  });

  it('takes the routes of the environment it is told to', async () => {
    const { stdout } = await curfewHere(['render', 'test/fixtures/notifications/text.json', '--environment', 'prod']);

    expect(stdout).toContain('#atlas-prod');
  });

  it('curfew render has an example in its help that exists', () => {
    expect(JSON.parse(readFileSync(event, 'utf8'))).toHaveProperty('Records');
  });
});
