// How missing things of a deployment are reported.
import type { Missing } from '#infra/platform/preflight/look.ts';

export const reportOf = (id: string, missing: readonly Missing[]): string =>
  missing.length === 0
    ? `${id}: nothing is missing\n`
    : `${id}: ${missing.length} missing\n${missing.map(({ what, remedy }) => `  ${what}\n    ${remedy}\n`).join('')}`;
