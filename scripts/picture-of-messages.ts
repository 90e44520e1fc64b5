// Takes docs/images/messages.png: six messages on the page that `curfew render --html` writes, in a real browser. By hand, when
// messages have changed: `npm run picture` (CHROMIUM_PATH names a browser that playwright does not bring).
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';

const root = fileURLToPath(new URL('..', import.meta.url));
const shown = [
  'metric-alarm',
  'metric-alarm-ok',
  'curfew-report-partial',
  'ecs-task-stopped',
  'budget-actual',
  'rds-storage-full',
];

const recordsOf = (name: string): unknown[] =>
  (JSON.parse(readFileSync(`${root}test/fixtures/notifications/${name}.json`, 'utf8')) as { Records: unknown[] })
    .Records;

const page = join(mkdtempSync(join(tmpdir(), 'curfew-')), 'messages.html');
execFileSync(process.execPath, [`${root}cli/bin.mjs`, 'render', '-', '--html', page], {
  input: JSON.stringify({ Records: shown.flatMap(recordsOf) }),
  stdio: ['pipe', 'ignore', 'inherit'],
});

const executablePath = process.env.CHROMIUM_PATH;
const browser = await chromium.launch({
  args: ['--no-sandbox', '--disable-gpu'],
  ...(executablePath ? { executablePath } : {}),
});
try {
  const tab = await browser.newPage({ viewport: { width: 860, height: 600 } });
  await tab.goto(pathToFileURL(page).href);
  await tab.screenshot({ path: `${root}docs/images/messages.png`, fullPage: true });
} finally {
  await browser.close();
}
