// The state in this process: for rehearsals and tests. Values are cloned as JSON, as a table would, so that nobody
// can change what is stored by changing what was given or read.
import type { Expectation, ExpectedNotification } from '#core/expectation.ts';
import type { Lasting } from '#core/lasting.ts';
import type { Override } from '#core/override.ts';
import type { Report } from '#core/report.ts';
import { type Lease, leaseInForce } from '#core/run.ts';
import type { Silence } from '#core/silence.ts';
import type { Memory, ServiceMemory } from '#kinds/memory.ts';
import { countedBy } from '#run/state/expected.ts';
import type { StateStore } from '#run/state/state-store.ts';

const copy = <T>(value: T): T => (value === undefined ? value : JSON.parse(JSON.stringify(value)));

/** The same instant is the same key, whatever offset it is written with. */
const utc = (time: string): string => new Date(time).toISOString();

/** A map that is written once per key; answers with the value that stands. */
const writeOnce = <T>(values: Map<string, T>, key: string, value: T): T => {
  const standing = values.get(key);
  if (standing === undefined) values.set(key, copy(value));
  return copy(standing ?? value);
};

/** To any memory if it is a zero, or else to one of the same count that knows, as it does not, how the service scales. */
const givesWay = ({ desired, scaling }: ServiceMemory, memory: Memory): boolean =>
  desired === 0 ||
  (memory.kind === 'ecs-service' &&
    memory.desired === desired &&
    scaling === undefined &&
    memory.scaling !== undefined);

const valuesOf = <T>(values: ReadonlyMap<string, T>, environment: string): T[] =>
  [...values]
    .filter(([key]) => key.startsWith(`${environment}/`))
    .sort(([left], [right]) => (left < right ? -1 : 1))
    .map(([, value]) => copy(value));

export const memoryStateStore = (): StateStore => {
  const slots = new Map<string, string>();
  const leases = new Map<string, Lease>();
  const memories = new Map<string, Memory>();
  const overrides = new Map<string, Override>();
  const silences = new Map<string, Silence>();
  const notices = new Map<string, number>();
  const lasting = new Map<string, Lasting>();
  const expectations = new Map<string, Expectation>();
  const expected = new Map<string, ExpectedNotification>();
  const reports = new Map<string, Report>();

  return {
    async claimSlot(environment, { action, scheduledTime, only, refusal }, run) {
      return writeOnce(slots, `${environment}/${utc(scheduledTime)}/${action}/${only ?? ''}/${refusal ?? false}`, run);
    },
    async acquireLease(environment, lease, nowMs, supersede) {
      const held = leases.get(environment);
      const isHeld = leaseInForce(held, nowMs) && held?.run !== lease.run;
      if (held && isHeld && (!supersede || held.action === 'deploy')) return copy(held);
      leases.set(environment, copy(lease));
      return copy(lease);
    },
    async renewLease(environment, run, untilMs, progress) {
      const held = leases.get(environment);
      if (held?.run !== run) return false;
      leases.set(environment, copy({ ...held, until: untilMs, ...(progress ? { progress } : {}) }));
      return true;
    },
    async releaseLease(environment, run) {
      if (leases.get(environment)?.run === run) leases.delete(environment);
    },
    async readState(environment) {
      return {
        lease: copy(leases.get(environment)),
        memories: valuesOf(memories, environment),
        overrides: valuesOf(overrides, environment),
        expectations: valuesOf(expectations, environment),
        lasting: copy(lasting.get(environment)),
        notedAt: (key) => notices.get(`${environment}/${key}`),
      };
    },
    async readLease(environment) {
      return copy(leases.get(environment));
    },
    async leaseHolder(environment) {
      const held = leases.get(environment);
      return held && { run: held.run, until: held.until };
    },
    async memories(environment) {
      return valuesOf(memories, environment);
    },
    async remember(environment, memory) {
      const key = `${environment}/${memory.resource}`;
      const standing = memories.get(key);
      if (standing?.givenBack || (standing?.kind === 'ecs-service' && givesWay(standing, memory))) memories.delete(key);
      return writeOnce(memories, key, memory);
    },
    async giveBack(environment, resource, capturedBy) {
      const key = `${environment}/${resource}`;
      const standing = memories.get(key);
      if (standing?.run === capturedBy) memories.set(key, { ...standing, givenBack: true });
    },
    async forget(environment, resource, capturedBy) {
      const key = `${environment}/${resource}`;
      if (memories.get(key)?.run === capturedBy) memories.delete(key);
    },
    async overrides(environment) {
      return valuesOf(overrides, environment);
    },
    async silences(environment) {
      return valuesOf(silences, environment);
    },
    async saveSilence(environment, silence) {
      silences.set(`${environment}/${silence.id}`, copy(silence));
    },
    async saveOverride(environment, override) {
      overrides.set(`${environment}/${override.id}`, copy(override));
    },
    async wasNoted(environment, key) {
      return notices.has(`${environment}/${key}`);
    },
    async notedAt(environment, key) {
      return notices.get(`${environment}/${key}`);
    },
    async note(environment, key, nowMs) {
      notices.set(`${environment}/${key}`, nowMs);
    },
    async lasting(environment) {
      return copy(lasting.get(environment));
    },
    async noteLasting(environment, now) {
      lasting.set(environment, copy(now));
    },
    async expect(environment, expectation) {
      const begun = [...expectations].find(([, { run }]) => run === expectation.run)?.[0];
      expectations.set(begun ?? `${environment}/${utc(expectation.from)}/${expectation.run}`, copy(expectation));
    },
    async expectations(environment) {
      return valuesOf(expectations, environment);
    },
    async countExpected(environment, run, notification) {
      expected.set(`${environment}/${run}/${notification.id}`, notification);
    },
    async expected(environment, run) {
      return countedBy(valuesOf(expected, `${environment}/${run}`));
    },
    async saveReport(report) {
      writeOnce(reports, `${report.environment}/${utc(report.endedAt)}/${report.run}`, report);
    },
    async reports(environment, limit) {
      return valuesOf(reports, environment).reverse().slice(0, Math.max(0, limit));
    },
  };
};
