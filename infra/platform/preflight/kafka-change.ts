// What MSK would refuse of a cluster: connectivity while it creates one, and two kinds of change in one update.
import type { Look, Missing, Planned } from './look.ts';
import type { StackTemplate } from './template.ts';

type Properties = Readonly<Record<string, unknown>>;
type Brokers = Properties & {
  readonly ConnectivityInfo?: {
    readonly PublicAccess?: { readonly Type?: string };
    readonly VpcConnectivity?: unknown;
  };
};

const clusterIn = ({ Resources }: StackTemplate): Properties | undefined =>
  Object.values(Resources).find(({ Type }) => Type === 'AWS::MSK::Cluster')?.Properties;

/** Each kind of change, as text that differs where MSK has something to change. */
const kindsOf = (cluster: Properties): Readonly<Record<string, string>> => {
  const { BrokerNodeGroupInfo, ...rest } = cluster;
  const { ConnectivityInfo = {}, ...brokers } = BrokerNodeGroupInfo as Brokers;
  return {
    'the public endpoint': ConnectivityInfo.PublicAccess?.Type ?? 'DISABLED',
    'multi-VPC connectivity': String(/"Enabled":true/.test(JSON.stringify(ConnectivityInfo.VpcConnectivity ?? {}))),
    'its other settings': JSON.stringify([rest, brokers]),
  };
};

const connectivityAtFirst: Readonly<Record<string, string>> = {
  'the public endpoint': 'DISABLED',
  'multi-VPC connectivity': 'false',
};

/** What differs between two sets of kinds, of those that `before` knows. */
const changed = (before: Readonly<Record<string, string>>, after: Readonly<Record<string, string>>): string[] =>
  Object.keys(before).filter((kind) => before[kind] !== after[kind]);

/** `isThere`: of a creation that was rolled back there is a template, and nothing else. */
export const refusedByKafka = async (
  { template, stackName }: Planned,
  isThere: boolean,
  look: Look,
): Promise<Missing[]> => {
  const planned = clusterIn(template);
  if (!planned) return [];
  const deployed = isThere ? await look.template(stackName) : undefined;
  const standing = deployed && clusterIn(deployed);
  const kinds = changed(standing ? kindsOf(standing) : connectivityAtFirst, kindsOf(planned));
  if (kinds.length === 0 || (standing && kinds.length === 1)) return [];
  return standing
    ? [
        {
          what: `one change of the Kafka cluster: this deployment makes ${kinds.length}, ${kinds.join(' and ')}`,
          remedy: 'undo all but one in the configuration, deploy, then make the next',
        },
      ]
    : [
        {
          what: `a Kafka cluster to change: MSK refuses ${kinds.join(' and ')} while it creates one`,
          remedy: "deploy with connectivity: { phase: 'creating' } first",
        },
      ];
};
