// It calls no API of AWS.
import { type KindPermissions, nothing } from '../permission.ts';

export const httpPermissions: KindPermissions<'http'> = { observe: nothing, start: nothing, stop: nothing };
