// cfn-lint: a second opinion on the templates, by rules of its own. It is a program to run, so there is nothing to start.
import { fileURLToPath } from 'node:url';
import type { IntegrationService } from './service.ts';
import { installPackages, missingPackage } from './venv.ts';

const program = fileURLToPath(new URL('../../.venv/bin/cfn-lint', import.meta.url));

export const cfnLint: IntegrationService = {
  name: 'cfn-lint',
  missing: () => missingPackage('cfn-lint', 'cfnlint'),
  install: installPackages,
  start: async () => ({ variables: { CFN_LINT: program }, stop: async () => {} }),
};
