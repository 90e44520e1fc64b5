// Takes docs/images/night.png: the page that `curfew rehearse --html` writes of a night in which a database did not start, in a real
// browser. By hand, when the page has changed: `npm run picture` (CHROMIUM_PATH names a browser that playwright does not bring).
import { spawnSync } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';

const root = fileURLToPath(new URL('..', import.meta.url));
const page = join(mkdtempSync(join(tmpdir(), 'curfew-')), 'night.html');
// It ends with 1: something failed, which is what the picture is to show.
spawnSync(
  process.execPath,
  [`${root}cli/bin.mjs`, 'rehearse', '--scenario', `${root}sim/scenarios/database-refused.yaml`, '--html', page],
  { stdio: ['ignore', 'ignore', 'inherit'] },
);

const executablePath = process.env.CHROMIUM_PATH;
const browser = await chromium.launch({
  args: ['--no-sandbox', '--disable-gpu'],
  ...(executablePath ? { executablePath } : {}),
});
try {
  const tab = await browser.newPage({ viewport: { width: 1_100, height: 1_180 }, colorScheme: 'light' });
  await tab.goto(pathToFileURL(page).href);
  // From the failures on, with the chart of the run below them.
  await tab.evaluate(() => {
    for (const other of document.querySelectorAll('main > section[id^="run-"]:not(:has(.trouble))')) other.remove();
  });
  await tab.screenshot({ path: `${root}docs/images/night.png` });
} finally {
  await browser.close();
}
