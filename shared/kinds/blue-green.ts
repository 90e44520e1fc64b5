// Which databases are one side of a blue/green deployment: AWS stops neither (facts/field.md, RDS and Aurora).
import { type BlueGreenDeployment, DescribeBlueGreenDeploymentsCommand, type RDSClient } from '@aws-sdk/client-rds';
import { allPages } from '#core/aws/paging.ts';
import type { Runtime } from '#core/runtime/runtime.ts';
import type { Sends } from './adapter.ts';

/** Deployment by what it is about: `db:shops-db`, `cluster:shops`. */
type BlueGreenSides = ReadonlyMap<string, string>;

const none: BlueGreenSides = new Map();

/** After the switch, and while the deployment is deleted, its sides are databases like others. */
const isOver = ({ Status = '' }: BlueGreenDeployment): boolean => /COMPLETED|DELETING/.test(Status);

const sidesOf = (one: BlueGreenDeployment): [string, string][] => {
  const name = one.BlueGreenDeploymentName ?? one.BlueGreenDeploymentIdentifier ?? 'without a name';
  const members = (one.SwitchoverDetails ?? []).flatMap((each) => [each.SourceMember, each.TargetMember]);
  return [one.Source, one.Target, ...members].flatMap((arn) =>
    arn ? [[arn.split(':').slice(5).join(':'), name] as [string, string]] : [],
  );
};

/** What cannot be read refuses nothing: then AWS does, when it is asked to stop one. */
export const blueGreenSides = async (client: Sends<RDSClient>): Promise<BlueGreenSides> => {
  try {
    const deployments = await allPages(
      (Marker) => client.send(new DescribeBlueGreenDeploymentsCommand(Marker ? { Marker } : {})),
      (page) => page.BlueGreenDeployments,
      (page) => page.Marker,
    );
    return new Map(deployments.filter((one) => !isOver(one)).flatMap(sidesOf));
  } catch {
    return none;
  }
};

export type ReadBlueGreen = () => Promise<BlueGreenSides>;

/** In one look instances ask, and so do clusters, by the hundred: one answer serves them all. */
const answeredMs = 5_000;

export const blueGreenOf = (client: Sends<RDSClient>, { now }: Pick<Runtime, 'now'>): ReadBlueGreen => {
  let known: { readonly atMs: number; readonly sides: Promise<BlueGreenSides> } | undefined;
  return () => {
    const nowMs = now().getTime();
    if (!known || nowMs - known.atMs >= answeredMs) known = { atMs: nowMs, sides: blueGreenSides(client) };
    return known.sides;
  };
};

export const inBlueGreen = (deployment: string) => ({
  reason: `one side of the blue/green deployment ${deployment}: it cannot be stopped until the deployment ends`,
  code: 'BLUE_GREEN',
});
