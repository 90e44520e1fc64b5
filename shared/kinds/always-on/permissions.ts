// It calls no API of AWS.
import { type KindPermissions, nothing } from '../permission.ts';

export const alwaysOnPermissions: KindPermissions<'always-on'> = { observe: nothing, start: nothing, stop: nothing };
