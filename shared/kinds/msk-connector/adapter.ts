// MSK Connect connectors: paused while their services are down (facts/aws-semantics.md 4.4).
import {
  type ConnectorSummary,
  type KafkaConnectClient,
  ListConnectorsCommand,
  PauseConnectorCommand,
  ResumeConnectorCommand,
} from '@aws-sdk/client-kafkaconnect';
import { calling, readBatch } from '#core/aws/errors.ts';
import { allPages } from '#core/aws/paging.ts';
import type { ResourceName } from '#core/resource.ts';
import type { Sends, Service } from '../adapter.ts';
import type { Reading } from '../observation.ts';
import { unexpected } from '../unexpected.ts';
import type { ConnectorObservation } from './definition.ts';

const list = (client: Sends<KafkaConnectClient>): Promise<ConnectorSummary[]> =>
  calling('list connectors', () =>
    allPages(
      (nextToken) => client.send(new ListConnectorsCommand({ maxResults: 100, ...(nextToken ? { nextToken } : {}) })),
      (page) => page.connectors,
      (page) => page.nextToken,
    ),
  );

const readingOf = (seen: ConnectorSummary | undefined): Reading<ConnectorObservation> =>
  seen?.connectorArn
    ? {
        state: 'seen',
        observation: { kind: 'msk-connector', status: seen.connectorState ?? 'unknown', arn: seen.connectorArn },
      }
    : { state: 'absent' };

export const mskConnector = (client: Sends<KafkaConnectClient>): Service<'msk-connector'> => ({
  observe: (resources) =>
    readBatch(resources, async () => {
      const connectors = new Map((await list(client)).map((connector) => [connector.connectorName, connector]));
      return new Map(
        resources.map(({ name, connector }): [ResourceName, Reading<ConnectorObservation>] => [
          name,
          readingOf(connectors.get(connector)),
        ]),
      );
    }),

  async act({ connector }, effect) {
    switch (effect.do) {
      case 'pause-connector':
        await calling(`pause connector ${connector}`, () =>
          client.send(new PauseConnectorCommand({ connectorArn: effect.arn })),
        );
        return;
      case 'resume-connector':
        await calling(`resume connector ${connector}`, () =>
          client.send(new ResumeConnectorCommand({ connectorArn: effect.arn })),
        );
        return;
      default:
        unexpected('msk-connector', effect);
    }
  },
});
