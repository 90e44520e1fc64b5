// promtool: Prometheus's own check of a configuration. It is a program to run, so there is nothing to start.
import { exitCodeOf } from './processes.ts';
import type { IntegrationService } from './service.ts';

const program = (): string => process.env.PROMTOOL || 'promtool';

const isThere = async (): Promise<boolean> => {
  try {
    return (await exitCodeOf(program(), ['--version'], { stdio: 'ignore' })) === 0;
  } catch {
    return false;
  }
};

export const promtool: IntegrationService = {
  name: 'promtool',
  missing: async () =>
    (await isThere())
      ? []
      : [
          {
            what: 'promtool, to check the configuration of the ClickHouse agent',
            remedy: 'apt-get install --no-install-recommends prometheus   # or your system’s way to get Prometheus',
          },
        ],
  install: async () => {
    // A package of the system: people decide.
  },
  start: async () => ({ variables: { PROMTOOL: program() }, stop: async () => {} }),
};
