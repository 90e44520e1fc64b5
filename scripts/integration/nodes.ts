// Other versions of Node: the package runs on the maintained ones, and refuses older ones with a message. As npm has them.
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { exitCodeOf } from './processes.ts';
import type { IntegrationService } from './service.ts';

const folder = fileURLToPath(new URL('../../.nodes', import.meta.url));
const versions = { 14: '14.21.3', 18: '18.20.8', 20: '20.20.2', 22: '22.23.5' } as const;

const binaryOf = (major: string): string => `${folder}/node_modules/node${major}/bin/node`;

/** The binary alone, by machine: the package `node` would fetch it in a script. */
const specOf = ([major, version]: readonly [string, string]): string =>
  `node${major}@npm:node-${process.platform}-${process.arch}@${version}`;

const install = async (): Promise<void> => {
  const args = ['install', '--prefix', folder, '--no-audit', '--no-fund', ...Object.entries(versions).map(specOf)];
  if ((await exitCodeOf('npm', args, {})) !== 0) throw new Error('npm could not install other versions of Node');
};

export const nodes: IntegrationService = {
  name: 'other versions of Node',
  missing: async () =>
    Object.keys(versions).every((major) => existsSync(binaryOf(major)))
      ? []
      : [
          {
            what: 'Node 14, 18, 20 and 22',
            remedy: `npm install --prefix .nodes ${Object.entries(versions).map(specOf).join(' ')}`,
          },
        ],
  install,
  start: async () => ({
    variables: {
      NODES: JSON.stringify(Object.fromEntries(Object.keys(versions).map((major) => [major, binaryOf(major)]))),
    },
    stop: async () => {},
  }),
};
