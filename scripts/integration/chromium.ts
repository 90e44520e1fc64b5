// Chromium: the pages that the command writes are looked at in a real browser. Debian's package; a test starts it itself.
import { existsSync } from 'node:fs';
import type { IntegrationService, Missing } from './service.ts';

/** Another one may be named, as on a machine whose package has another name. */
const path = process.env.CHROMIUM_PATH ?? '/usr/bin/chromium';

const missing = async (): Promise<Missing[]> =>
  existsSync(path)
    ? []
    : [{ what: `a Chromium at ${path}`, remedy: 'apt-get install chromium   # or set CHROMIUM_PATH to another one' }];

/** It is a package of the system, and nothing else on the machine is to change. */
const install = async (): Promise<void> => {
  const lacking = await missing();
  if (lacking.length > 0) throw new Error(`missing: ${lacking[0]?.what}; get it: ${lacking[0]?.remedy}`);
};

export const chromium: IntegrationService = {
  name: 'chromium',
  missing,
  install,
  start: async () => ({ variables: { CHROMIUM_PATH: path }, stop: async () => {} }),
};
