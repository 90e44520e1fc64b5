// One cleanup at a time per cluster, with its plan in any table or folder: the cluster itself says who it is. A run is the only
// member of a consumer group of its own, under its name (`group.instance.id`), so that a process which resumes the run takes the
// place of a dead one at once. Nothing is consumed, and the group holds no offsets.
import { OperationError } from '#core/errors.ts';
import { claimGroup } from '#definition/topic-names.ts';
import type { ClusterClaim } from '../kafka-admin.ts';
import { refusal } from '../protocol-error.ts';
import type { Brokers } from './brokers.ts';
import { describeGroups, findCoordinator, heartbeat, joinGroup, leaveGroup, syncGroup } from './codecs.ts';
import { isDeadline } from './deadline.ts';
import { wireLimits } from './limits.ts';
import type { Link } from './link.ts';

const protocolType = 'curfew';
const protocol = 'one-at-a-time';
/** A dead process has the cluster for so long, except against its own run. */
const sessionMs = 180_000;
const rebalanceMs = 5_000;
const ofGroups = 0;
const anyMember = '';
const rebalanceInProgress = 27;
/** The group does not know us any more: our session ended while we waited for something else. */
const forgotten: ReadonlySet<number> = new Set([22, 25]);
const worthWaiting: ReadonlySet<number> = new Set([14, 15, 16]);

type Membership = { readonly generation: number; readonly memberId: string };

const failed = (code: number): OperationError => {
  const { code: awsCode, message } = refusal(code);
  return new OperationError('UNAVAILABLE', message, { awsCode });
};

/** The coordinator is there once the topic of the offsets is. Throws `OperationError`. */
const coordinator = async (brokers: Brokers): Promise<Link> => {
  for (let attempt = 1; ; attempt += 1) {
    const { coordinators } = await brokers.askAny(findCoordinator, ofGroups, [claimGroup]);
    const [found] = coordinators;
    if (found?.errorCode === 0) return brokers.link(found.nodeId, await brokers.metadata([]));
    const code = found?.errorCode ?? -1;
    if (!worthWaiting.has(code) || attempt === wireLimits.attemptsMax) throw failed(code);
    await brokers.backOff(attempt);
  }
};

/** The runs that are members now. */
const members = async (link: Link): Promise<string[]> => {
  const { groups } = await link.ask(describeGroups, [claimGroup], false);
  const code = groups[0]?.errorCode ?? 0;
  // A group that there has never been.
  if (code === 69) return [];
  if (code !== 0) throw failed(code);
  return (groups[0]?.members ?? []).map(({ groupInstanceId }) => groupInstanceId ?? 'another run');
};

/** Undefined if another run is first. Throws `OperationError`. */
const join = async (link: Link, run: string, memberId: string): Promise<Membership | undefined> => {
  const protocols = [{ name: protocol, metadata: Buffer.from(run) }];
  const joined = await link.ask(joinGroup, claimGroup, sessionMs, rebalanceMs, memberId, run, protocolType, protocols);
  if (joined.errorCode !== 0) throw failed(joined.errorCode);
  const membership = { generation: joined.generationId, memberId: joined.memberId };
  const isAlone = (await members(link)).every((one) => one === run);
  if (joined.leader !== joined.memberId) return isAlone ? membership : undefined;
  const assignments = joined.members.map((one) => ({ memberId: one.memberId, assignment: Buffer.alloc(0) }));
  const { generation } = membership;
  const synced = await link.ask(syncGroup, claimGroup, generation, joined.memberId, run, null, null, assignments);
  if (synced.errorCode !== 0 && synced.errorCode !== rebalanceInProgress) throw failed(synced.errorCode);
  return membership;
};

const leave = async (link: Link, run: string, memberId: string): Promise<void> => {
  await link.ask(leaveGroup, claimGroup, [{ memberId, groupInstanceId: run }]).catch(() => {});
};

/** False once another process has it. Where the cluster does not answer, what follows will not be answered either. */
const renewed = async (brokers: Brokers, run: string, held: { current: Membership }): Promise<boolean> => {
  try {
    const link = await coordinator(brokers);
    const { generation, memberId } = held.current;
    const { errorCode } = await link.ask(heartbeat, claimGroup, generation, memberId, run);
    if (errorCode === 0) return true;
    if (errorCode !== rebalanceInProgress && !forgotten.has(errorCode)) return worthWaiting.has(errorCode);
    if (forgotten.has(errorCode) && (await members(link)).some((one) => one !== run)) return false;
    const again = await join(link, run, forgotten.has(errorCode) ? anyMember : memberId);
    if (again) held.current = again;
    return again !== undefined;
  } catch (error) {
    if (!(error instanceof OperationError) || isDeadline(error)) throw error;
    return error.retryable;
  }
};

const claimed = async (brokers: Brokers, run: string): Promise<ClusterClaim> => {
  const link = await coordinator(brokers);
  const other = (await members(link)).find((one) => one !== run);
  if (other !== undefined) return { kind: 'taken', run: other };
  const membership = await join(link, run, anyMember);
  if (!membership) {
    await leave(link, run, anyMember);
    return { kind: 'taken', run: (await members(link)).find((one) => one !== run) ?? 'another run' };
  }
  const held = { current: membership };
  return {
    kind: 'held',
    renew: () => renewed(brokers, run, held),
    release: async () => leave(await coordinator(brokers), run, held.current.memberId),
  };
};

export const claimCluster =
  (brokers: Brokers) =>
  async (run: string): Promise<ClusterClaim> => {
    try {
      return await claimed(brokers, run);
    } catch (error) {
      if (!(error instanceof OperationError) || isDeadline(error)) throw error;
      return { kind: 'unavailable', why: error.message };
    }
  };
