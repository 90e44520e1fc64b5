// `curfew render`: what Slack would get, for programs and for people, and nothing is sent.
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { curfewHere } from './in-process.ts';

const event = 'test/fixtures/notifications/metric-alarm.json';

describe('curfew render', () => {
  it('curfew render prints routes and payloads as JSON', async () => {
    const { code, stdout, stderr } = await curfewHere(['render', event, '--json']);

    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(JSON.parse(stdout)).toEqual([
      {
        route: 'default',
        payload: expect.objectContaining({ text: expect.stringContaining('is in alarm · staging') }),
      },
    ]);
  });

  it('curfew render shows people where it goes and what it says, in words', async () => {
    const { code, stdout } = await curfewHere(['render', event]);

    expect(code).toBe(0);
    expect(stdout).toContain('#atlas-staging  route default of staging: no other route matches');
    expect(stdout).toContain('average CPUUtilization ≥ 80 % for 3 of 5 × 1 min');
    expect(stdout).not.toMatch(/<!date|&gt;|\|alarm>/);
  });

  it('curfew render uses the routes of the given environment', async () => {
    const { stdout } = await curfewHere(['render', 'test/fixtures/notifications/text.json', '--environment', 'prod']);

    expect(stdout).toContain('#atlas-prod');
  });

  it.each([
    ['pagerduty', { event_action: 'trigger', payload: { severity: 'error' } }],
    ['teams', { type: 'message' }],
    ['jira', { fields: { issuetype: { name: 'Task' } } }],
    ['webhook', { type: 'curfew.notification' }],
    ['email', { subject: expect.stringContaining('is in alarm') }],
    ['slack', { text: expect.stringContaining('is in alarm') }],
  ])('curfew render shows what %s would get', async (destination, payload) => {
    const { code, stdout } = await curfewHere(['render', event, '--destination', destination, '--json']);

    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject([{ route: 'default', payload }]);
  });

  it('curfew render names the destinations that there are', async () => {
    const { code, stderr } = await curfewHere(['render', event, '--destination', 'pager']);

    expect(code).toBe(2);
    expect(stderr).toContain(
      'there is no destination `pager`; there are slack, pagerduty, teams, jira, webhook, email',
    );
  });

  it('curfew render writes a page on which nothing of others is markup, and nothing is fetched', async () => {
    const file = join(mkdtempSync(join(tmpdir(), 'curfew-')), 'page.html');
    const hostile = 'test/fixtures/notifications/metric-alarm-hostile-name.json';
    const { code } = await curfewHere(['render', hostile, '--html', file]);
    const page = readFileSync(file, 'utf8');

    expect(code).toBe(0);
    expect(page).toContain('default-src &#39;none&#39;');
    expect(page).not.toMatch(/<(?:script|img|iframe|link|form)|<!channel|javascript:/i);
    const links = [...page.matchAll(/href="([^"]*)"/g)].map(([, url]) => url);
    expect(links).toHaveLength(2);
    for (const link of links) expect(link).toMatch(/^https:\/\/[a-z0-9-]+\.console\.aws\.amazon\.com\//);
  });

  it('curfew render has an example in its help that exists', () => {
    expect(JSON.parse(readFileSync(event, 'utf8'))).toHaveProperty('Records');
  });
});
