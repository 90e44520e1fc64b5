// What the stack granted and who owns the definition, as they are stored: compressed, since a role's list of names is long.

import { createHash } from 'node:crypto';
import { gunzipSync, gzipSync } from 'node:zlib';
import { type Granted, grantedBy } from '#access/granted.ts';
import type { Definition } from '#definition/definition.ts';
import type { GrantedAccess } from '#definition/versions/version.ts';
import type { Owner } from './answer.ts';

type Stored = {
  readonly granted?: Uint8Array;
  readonly owner: 'cli' | 'stack';
  readonly stack?: string;
  /** A person has taken the definition over from its stack: deliveries change the rights alone. */
  readonly adopted?: true;
};

const textMax = 16 * 1_024 * 1_024;

export type Standing = Owner & { readonly granted?: Granted; readonly adopted?: true };

/** Hash of the rights that a definition needs. */
export const accessHash = (definition: Definition): string =>
  createHash('sha256')
    .update(JSON.stringify(grantedBy(definition)))
    .digest('hex');

/** Before anything was deployed with this release nothing is known. */
export const standingIn = (item: GrantedAccess | undefined): Standing => {
  const { granted, owner = 'cli', stack, adopted } = (item?.access ?? {}) as Partial<Stored>;
  return {
    owner,
    ...(stack === undefined ? {} : { stack }),
    ...(adopted ? { adopted } : {}),
    ...(granted
      ? { granted: JSON.parse(gunzipSync(granted, { maxOutputLength: textMax }).toString()) as Granted }
      : {}),
  };
};

type Grant = { readonly standing: Standing; readonly template: string; readonly at: string };

export const toGrantedAccess = ({ standing: { granted, ...rest }, template, at }: Grant): GrantedAccess => {
  const json = granted && JSON.stringify(granted);
  const access: Stored = { ...rest, ...(json ? { granted: gzipSync(json) } : {}) };
  return {
    hash: createHash('sha256')
      .update(json ?? '')
      .digest('hex'),
    template,
    at,
    access,
  };
};
