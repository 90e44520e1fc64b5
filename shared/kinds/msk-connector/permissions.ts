// What the calls of adapter.ts need. Pausing and resuming are newer than the catalogue of IAM actions of September 2026, which
// has neither: the names follow the API, as everywhere.

import type { Arn } from '#core/aws/arn.ts';
import { type KindPermissions, noResourceType, seeState } from '../permission.ts';
import type { ResourceOf } from '../resource.ts';

/** A connector's ARN ends in an id that AWS draws. */
const named = (connectors: readonly ResourceOf<'msk-connector'>[], arn: Arn): string[] =>
  connectors.map(({ connector }) => arn('kafkaconnect', `connector/${connector}/*`));

export const mskConnectorPermissions: KindPermissions<'msk-connector'> = {
  observe: () => [{ actions: { 'kafkaconnect:ListConnectors': seeState }, on: { everything: noResourceType } }],
  start: (all, arn) => [{ actions: { 'kafkaconnect:ResumeConnector': 'resume a connector' }, on: named(all, arn) }],
  stop: (all, arn) => [{ actions: { 'kafkaconnect:PauseConnector': 'pause a connector' }, on: named(all, arn) }],
};
