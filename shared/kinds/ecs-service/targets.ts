// The targets of a service: how many are healthy in the groups that serve production traffic. After a blue/green, linear or
// canary deployment that may be the alternate group (facts/field.md, ECS).
import { DescribeServiceRevisionsCommand, type LoadBalancer, type Service as SdkService } from '@aws-sdk/client-ecs';
import {
  type Action,
  DescribeListenersCommand,
  DescribeRulesCommand,
  DescribeTargetHealthCommand,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { calling } from '#core/aws/errors.ts';
import { OperationError } from '#core/errors.ts';
import type { EcsClients } from './clients.ts';

/** One entry of the service's load balancers: one group, or two that take turns. */
type Entry = { readonly groups: readonly string[]; readonly rule: string | undefined };

const entryOf = ({ targetGroupArn, advancedConfiguration }: LoadBalancer): Entry => ({
  groups: [targetGroupArn, advancedConfiguration?.alternateTargetGroupArn].flatMap((arn) => arn ?? []),
  rule: advancedConfiguration?.productionListenerRule,
});

/** CodeDeploy keeps the live group in the primary task set. */
const entriesOf = ({ loadBalancers = [], taskSets = [] }: SdkService): Entry[] => {
  const live = taskSets.find(({ status }) => status === 'PRIMARY')?.loadBalancers ?? [];
  return (live.length > 0 ? live : loadBalancers).map(entryOf).filter(({ groups }) => groups.length > 0);
};

/** A group with weight 0 gets no traffic; one that is named without a weight gets all of it. */
const forwardedTo = (actions: readonly Action[]): string[] =>
  actions.flatMap(({ TargetGroupArn, ForwardConfig }) => {
    const weighed = ForwardConfig?.TargetGroups ?? [];
    if (weighed.length === 0) return TargetGroupArn ?? [];
    return weighed.filter(({ Weight }) => Weight !== 0).flatMap((group) => group.TargetGroupArn ?? []);
  });

/** What may not be read, or is no longer there, leaves the question to the next source. */
const ifItCanBeRead = async (read: () => Promise<string[]>): Promise<string[]> => {
  try {
    return await read();
  } catch (error) {
    if (error instanceof OperationError && !error.retryable) return [];
    throw error;
  }
};

/** A rule of an application load balancer, or a listener of a network load balancer, which has none. */
const groupsOfRule = ({ elbv2 }: EcsClients, rule: string): Promise<string[]> =>
  ifItCanBeRead(() =>
    calling(`read the listener rule ${rule}`, async () => {
      if (!rule.includes(':listener/')) {
        const answer = await elbv2.send(new DescribeRulesCommand({ RuleArns: [rule] }));
        return (answer?.Rules ?? []).flatMap(({ Actions = [] }) => forwardedTo(Actions));
      }
      const answer = await elbv2.send(new DescribeListenersCommand({ ListenerArns: [rule] }));
      return (answer?.Listeners ?? []).flatMap(({ DefaultActions = [] }) => forwardedTo(DefaultActions));
    }),
  );

const groupsOfRevision = ({ ecs }: EcsClients, service: SdkService): Promise<string[]> => {
  const serviceRevisionArns = (service.currentServiceRevisions ?? []).flatMap(({ arn }) => arn ?? []);
  if (serviceRevisionArns.length === 0) return Promise.resolve([]);
  return ifItCanBeRead(() =>
    calling(`read the service revision of ${service.serviceName}`, async () => {
      const answer = await ecs.send(new DescribeServiceRevisionsCommand({ serviceRevisionArns }));
      return (answer?.serviceRevisions ?? []).flatMap(({ resolvedConfiguration }) =>
        (resolvedConfiguration?.loadBalancers ?? []).flatMap(({ targetGroupArn }) => targetGroupArn ?? []),
      );
    }),
  );
};

/**
 * The listener rule sends the traffic, so it is asked first; the service revision knows, too. Where neither shows it, both groups
 * count: at rest only one of them has targets.
 */
const servingOf = async (clients: EcsClients, service: SdkService, { groups, rule }: Entry): Promise<string[]> => {
  if (groups.length < 2) return [...groups];
  const own = (named: readonly string[]): string[] => groups.filter((group) => named.includes(group));
  const ruled = rule === undefined ? [] : own(await groupsOfRule(clients, rule));
  if (ruled.length > 0) return ruled;
  const revised = own(await groupsOfRevision(clients, service));
  return revised.length > 0 ? revised : [...groups];
};

/** Nothing for a group that no listener uses: nobody waits for its targets. */
const healthyIn = ({ elbv2 }: EcsClients, service: SdkService, TargetGroupArn: string): Promise<number | undefined> =>
  calling(`read the targets of ${service.serviceName}`, async () => {
    const answer = await elbv2.send(new DescribeTargetHealthCommand({ TargetGroupArn }));
    const states = (answer?.TargetHealthDescriptions ?? []).map(({ TargetHealth }) => TargetHealth?.State);
    const isUnused = states.length > 0 && states.every((state) => state === 'unused');
    return isUnused ? undefined : states.filter((state) => state === 'healthy').length;
  });

const healthyBehind = async (clients: EcsClients, service: SdkService, entry: Entry): Promise<number | undefined> => {
  const serving = await servingOf(clients, service, entry);
  const counts = await Promise.all(serving.map((group) => healthyIn(clients, service, group)));
  const used = counts.filter((count) => count !== undefined);
  return used.length > 0 ? used.reduce((sum, count) => sum + count, 0) : undefined;
};

/** The worst of its load balancers counts; without any there is no limit. */
export const healthyTargets = async (clients: EcsClients, service: SdkService): Promise<number> => {
  const counts = await Promise.all(entriesOf(service).map((entry) => healthyBehind(clients, service, entry)));
  return Math.min(Number.MAX_SAFE_INTEGER, ...counts.filter((count) => count !== undefined));
};
