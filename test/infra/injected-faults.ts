// Faults that a hurried change could bring in, each put into a definition, a template, the code or the app in memory, and the
// check that finds it. The checks are those that the other tests here hold to find nothing.
import type { InjectedFault } from './faults/fault.ts';
import { inDefinitions } from './faults/in-definitions.ts';
import { inPermissions } from './faults/in-permissions.ts';
import { inTemplates } from './faults/in-templates.ts';
import { inTheApp } from './faults/in-the-app.ts';

export const injectedFaults: readonly InjectedFault[] = [
  ...inDefinitions,
  ...inPermissions,
  ...inTemplates,
  ...inTheApp,
];

/** Played in validation.test.ts. */
export const foundByValidation: readonly InjectedFault[] = injectedFaults.filter(({ caughtBy }) =>
  caughtBy.includes('validation.test.ts'),
);
