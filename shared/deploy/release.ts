// What a release brings along: its template and the code of its functions.
import type { Template } from './template.ts';

export type Release = {
  readonly version: string;
  readonly template: Template;
  /** SHA-256 of the code, in hexadecimal. */
  readonly codeHash: string;
  /** Read only when it is uploaded. */
  readonly code: () => Promise<Uint8Array>;
};

export const codeKeyOf = ({ version, codeHash }: Release): string => `curfew/${version}/${codeHash}.zip`;

/** One for all environments of an account and region. */
export const bucketOf = (account: string, region: string): string => `curfew-artifacts-${account}-${region}`;
