// Chromium: the pages that the command writes are looked at in a real browser. Debian's package; a test starts it itself.
import { existsSync } from 'node:fs';
import { exitCodeOf } from './processes.ts';
import type { IntegrationService, Missing } from './service.ts';

/** Another one may be named, as on a machine whose package is called otherwise. */
const path = process.env.CHROMIUM_PATH ?? '/usr/bin/chromium';

const missing = async (): Promise<Missing[]> =>
  existsSync(path)
    ? []
    : [{ what: `a Chromium at ${path}`, remedy: 'apt-get install chromium   # or set CHROMIUM_PATH to another one' }];

/** The one thing that does not fit into the project's folder: a package of the system, where that is allowed. */
const install = async (): Promise<void> => {
  const sudo = process.getuid?.() === 0 ? [] : ['sudo', '-n'];
  for (const args of [['update'], ['install', '--yes', '--no-install-recommends', 'chromium']]) {
    const [command = '', ...rest] = [...sudo, 'apt-get', '-q', ...args];
    if ((await exitCodeOf(command, rest)) !== 0) throw new Error(`this failed: ${command} ${rest.join(' ')}`);
  }
};

export const chromium: IntegrationService = {
  name: 'chromium',
  missing,
  install,
  start: async () => ({ variables: { CHROMIUM_PATH: path }, stop: async () => {} }),
};
