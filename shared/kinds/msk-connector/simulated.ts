// How connectors of MSK Connect are rehearsed. Their machine: they pause and resume, each in its own time (facts/aws-semantics.md 4.4).

import * as z from 'zod';
import {
  minutes,
  notSimulated,
  present,
  type SimulatedService,
  seconds,
  type World,
} from '#sim/aws/simulated-service.ts';
import type { Wiring } from '#sim/aws/wiring.ts';
import { errorOf } from '#sim/faults.ts';
import { type KindRehearsal, type Simulates, statuses } from '#sim/kind-rehearsal.ts';
import type { Chance } from '#sim/random/chance.ts';
import { minutes as minutesField } from '#sim/scenario/fields.ts';
import { status } from '#sim/scenario/status.ts';
import type { ResourceOf } from '../resource.ts';

type MskConnector = ResourceOf<'msk-connector'>;

type ConnectorWorld = {
  readonly status?: string | undefined;
  readonly startMinutes?: number | undefined;
  readonly stopMinutes?: number | undefined;
};

type Connector = {
  readonly name: string;
  readonly connector: string;
  readonly arn: string;
  status: string;
  facts: ConnectorWorld;
};

type Page = { readonly nextToken?: string; readonly maxResults?: number };

const simulatedKafkaConnect = (resources: readonly MskConnector[], wiring: Wiring, world: World) => {
  const connectors: Connector[] = resources.map(({ name, connector }) => ({
    name,
    connector,
    arn: `arn:aws:kafkaconnect:connector/${connector}/1`,
    status: 'RUNNING',
    facts: {},
  }));

  const show = (connector: Connector, status: string): void => {
    if (status === connector.status) return;
    world.changed(connector.name, connector.status, status);
    connector.status = status;
  };

  const change = (
    arn: string,
    needs: string,
    via: string,
    to: string,
    fixedMinutes: 'startMinutes' | 'stopMinutes',
  ) => {
    const connector = present(connectors, world).find((one) => one.arn === arn);
    if (!connector) throw errorOf('NotFoundException', 'The connector does not exist.');
    if (connector.status !== needs)
      throw errorOf('ConflictException', `The connector is ${connector.status}, expected ${needs}.`);
    const fixed = connector.facts[fixedMinutes];
    const ms =
      fixed === undefined ? seconds(world.chance.integer(`${connector.name} ${via}`, 40, 150)) : minutes(fixed);
    show(connector, via);
    world.clock.at(world.clock.nowMs() + ms, () => {
      if (connector.status === via) show(connector, to);
    });
    return { connectorArn: arn };
  };

  const listConnectors = ({ maxResults = 100, nextToken = '0' }: Page) => {
    const from = Number(nextToken);
    const all = present(connectors, world);
    const shown = all.slice(from, from + maxResults);
    return {
      connectors: shown.map(({ name, connector, arn, status }) => ({
        connectorName: connector,
        connectorArn: arn,
        connectorState: status,
        kafkaCluster: { apacheKafkaCluster: wiring.kafkaOf(name) },
      })),
      ...(from + maxResults < all.length ? { nextToken: String(from + maxResults) } : {}),
    };
  };

  const tagsOf = (arn: string) => {
    const connector = connectors.find((one) => one.arn === arn);
    if (!connector) throw errorOf('NotFoundException', 'The connector does not exist.');
    return { tags: Object.fromEntries(wiring.tags(connector.name).map(({ Key, Value }) => [Key, Value])) };
  };

  const service: SimulatedService = {
    handle(operation, input: Page & { readonly connectorArn: string; readonly resourceArn: string }) {
      switch (operation) {
        case 'ListConnectors':
          return listConnectors(input);
        case 'ListTagsForResource':
          return tagsOf(input.resourceArn);
        case 'PauseConnector':
          return change(input.connectorArn, 'RUNNING', 'PAUSING', 'PAUSED', 'stopMinutes');
        case 'ResumeConnector':
          return change(input.connectorArn, 'PAUSED', 'RESUMING', 'RUNNING', 'startMinutes');
        default:
          return notSimulated('kafkaconnect', operation);
      }
    },
    resourceOf: (_operation, input: { readonly connectorArn?: string }) =>
      connectors.find(({ arn }) => arn === input.connectorArn)?.name,
  };

  const byName = (name: string) => connectors.find((one) => one.name === name);
  return {
    service,
    set(name: string, facts: ConnectorWorld): void {
      const connector = byName(name);
      if (!connector) return;
      connector.facts = { ...connector.facts, ...facts };
      if (facts.status !== undefined) show(connector, facts.status);
    },
    state: (name: string) => ({ status: byName(name)?.status }),
  };
};

/** What AWS is known to answer, to distinguish a typing mistake from a status that Curfew does not know. */
const known = ['RUNNING', 'PAUSED', 'PAUSING', 'RESUMING', 'CREATING', 'UPDATING', 'DELETING', 'FAILED'];

const evening = (chance: Chance): ConnectorWorld => ({
  startMinutes: chance.between('resume', 0.3, 1.5),
  stopMinutes: chance.between('pause', 0.3, 1.5),
  ...(chance.happens('paused before', 0.05) ? { status: 'PAUSED' } : {}),
});

export const mskConnectorRehearsal: KindRehearsal<'msk-connector'> & Simulates<'msk-connector'> = {
  simulate: simulatedKafkaConnect,
  operations: { kafkaconnect: ['ListConnectors', 'PauseConnector', 'ResumeConnector'] },
  inventoryOperations: { kafkaconnect: ['ListTagsForResource'] },
  standing: { up: ['RUNNING'], down: ['PAUSED'], gone: ['FAILED', 'DELETING'] },
  moves: { ResumeConnector: 'start', PauseConnector: 'stop' },
  world: z.strictObject({
    status: status(known).optional(),
    startMinutes: minutesField(2).optional(),
    stopMinutes: minutesField(2).optional(),
  }),
  stack: 'streaming',
  host: ({ name }) => name,
  watched: ({ connector }) => ({
    metric: 'RunningTaskCount',
    namespace: 'AWS/KafkaConnect',
    dimensions: { ConnectorName: connector },
  }),
  random: {
    weight: 3,
    prefix: 'sink',
    fields: (connector) => ({ connector }),
    world: evening,
    byHand: { what: 'connector status', statuses: ['RUNNING', 'PAUSED'] },
    hasAlarms: true,
    disturbances: [statuses('RUNNING', 'PAUSING', 'UPDATING', 'FAILED', 'CREATING')],
  },
};
