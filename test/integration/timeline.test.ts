/// <reference lib="dom" />
// The page of a night in a real browser: light and dark, on a desk and on a phone, by mouse and by keyboard.
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runCurfew } from '../cli/run-curfew.ts';

const quiet = [
  '--no-sandbox',
  '--disable-gpu',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];
const file = join(mkdtempSync(join(tmpdir(), 'curfew-')), 'night.html');

let browser: Browser;
beforeAll(async () => {
  await runCurfew(['rehearse', '--scenario', 'sim/scenarios/database-refused.yaml', '--html', file]);
  const executablePath = process.env.CHROMIUM_PATH;
  browser = await chromium.launch({ args: quiet, ...(executablePath ? { executablePath } : {}) });
});
afterAll(() => browser.close());

type Opened = { readonly page: Page; readonly requests: string[]; readonly errors: string[] };

const open = async (options: BrowserContextOptions = {}): Promise<Opened> => {
  const context = await browser.newContext(options);
  const page = await context.newPage();
  const requests: string[] = [];
  const errors: string[] = [];
  page.on('request', (request) => requests.push(request.url()));
  page.on('pageerror', (error) => errors.push(error.message));
  page.on('console', (message) => message.type() === 'error' && errors.push(message.text()));
  await page.goto(pathToFileURL(file).href);
  return { page, requests, errors };
};

const phone = { viewport: { width: 390, height: 844 } };
const desk = { viewport: { width: 1280, height: 800 } };

describe('the page of a night', () => {
  it('the page of a night is one file: nothing is fetched, and nothing goes wrong', async () => {
    const { requests, errors } = await open();

    expect(requests).toEqual([pathToFileURL(file).href]);
    expect(errors).toEqual([]);
  });

  it('the page of a night shows both runs, their outcome, and the critical path', async () => {
    const { page } = await open(desk);

    expect(await page.locator('section h2').allInnerTexts()).toEqual([
      'What failed',
      expect.stringMatching(/^stop .* done$/i),
      expect.stringMatching(/^start .* partial$/i),
      expect.stringMatching(/^Not spent: \$/),
      'What else happened',
      'How to read the charts',
    ]);
    expect(await page.locator('.bar.critical').count()).toBeGreaterThan(1);
    const failed = page.getByLabel(/^camunda-db: failed/);
    expect(await failed.isVisible()).toBe(true);
  });

  it('the page of a night tells a screen reader about each row what the bar shows', async () => {
    const { page } = await open(desk);

    const labels = await page.locator('summary').evaluateAll((all) => all.map((one) => one.getAttribute('aria-label')));
    expect(labels).toHaveLength(22);
    for (const label of labels) expect(label).toMatch(/^[\w-]+: \w+, (\d\d:\d\d:\d\d to |never began)/);
  });

  it('the page of a night closes and opens a row by keyboard alone, and shows where the focus is', async () => {
    const { page } = await open(desk);

    const row = page.locator('details').filter({ has: page.getByLabel(/^camunda-db: failed/) });
    while (!(await row.locator('summary').evaluate((one) => one === one.ownerDocument.activeElement)))
      await page.keyboard.press('Tab');
    expect(await row.locator('summary').evaluate((one) => getComputedStyle(one).outlineStyle)).toBe('solid');
    // What failed is open from the beginning.
    expect(await row.locator('.why').isVisible()).toBe(true);
    await page.keyboard.press('Enter');
    expect(await row.locator('.why').isVisible()).toBe(false);
    await page.keyboard.press('Enter');

    expect(await row.locator('.why').isVisible()).toBe(true);
    expect(await row.locator('.why').textContent()).toContain('[AccessDeniedException]');
  });

  it.each([
    ['a phone', phone],
    ['a desk', desk],
  ])('the page of a night needs no sideways scrolling on %s, and its text can be read', async (_, options) => {
    const { page } = await open(options);

    const width = await page.evaluate(() => document.documentElement.scrollWidth);
    expect(width).toBeLessThanOrEqual(options.viewport.width);
    const sizes = await page
      .locator('.name, .took, .why, td')
      .evaluateAll((all) => all.map((one) => Number.parseFloat(getComputedStyle(one).fontSize)));
    expect(Math.min(...sizes)).toBeGreaterThanOrEqual(12);
  });

  it.each(['light', 'dark'] as const)('the page of a night has enough contrast in %s colours', async (colorScheme) => {
    const { page } = await open({ ...desk, colorScheme });

    const contrast = await page.evaluate(() => {
      const canvas = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
      const luminance = (color: string): number => {
        if (!canvas) return 0;
        canvas.fillStyle = color;
        canvas.fillRect(0, 0, 1, 1);
        const [r = 0, g = 0, b = 0] = [...canvas.getImageData(0, 0, 1, 1).data].map((part) => {
          const share = part / 255;
          return share <= 0.03928 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
        });
        return 0.2126 * r + 0.7152 * g + 0.0722 * b;
      };
      const page = luminance(getComputedStyle(document.body).backgroundColor);
      return [...document.querySelectorAll('p, dd, .name, .took, .tag, td, h3, small')].map((one) => {
        const text = luminance(getComputedStyle(one).color);
        return { text: one.textContent, ratio: (Math.max(page, text) + 0.05) / (Math.min(page, text) + 0.05) };
      });
    });
    expect(contrast.filter(({ ratio }) => ratio < 4.5)).toEqual([]);
  });
});
