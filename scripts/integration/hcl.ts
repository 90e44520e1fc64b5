// A parser of Terraform's language: a library of Python, so there is nothing to start.
import type { IntegrationService } from './service.ts';
import { installPackages, missingPackage, python } from './venv.ts';

export const hcl: IntegrationService = {
  name: 'python-hcl2',
  missing: () => missingPackage('python-hcl2', 'hcl2'),
  install: installPackages,
  start: async () => ({ variables: { HCL_PYTHON: python }, stop: async () => {} }),
};
