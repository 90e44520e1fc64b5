// The calls of shared/kinds/msk-connector/adapter.ts.
import { allow, type PermissionsOf } from './permissions.ts';

// Newer than the catalogue of IAM actions of September 2026, which has neither: the names follow the API, as everywhere.
const change = { start: 'kafkaconnect:ResumeConnector', stop: 'kafkaconnect:PauseConnector' } as const;

export const mskConnector: PermissionsOf<'msk-connector'> = {
  // Listing has no resource type in IAM.
  observe: () => [allow(['kafkaconnect:ListConnectors'], ['*'])],
  // A connector's ARN ends in an id that AWS draws.
  act: (connectors, { action, arn }) => [
    allow(
      [change[action]],
      connectors.map(({ connector }) => arn('kafkaconnect', `connector/${connector}/*`)),
    ),
  ],
};
