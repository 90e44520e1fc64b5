// Two operators on one cluster, who plan, execute and resume while rules change and other clients change topics, before
// a judge.
import type { Agreement } from '#cleanup/dependencies.ts';
import { executeRun } from '#cleanup/execute/execute.ts';
import { resumeRun } from '#cleanup/execute/resume.ts';
import { planRun } from '#cleanup/plan/make-plan.ts';
import { cleanupStore } from '#cleanup/store/cleanup-store.ts';
import type { CleanupRules, Risk, Strategy } from '#core/cleanup-rules.ts';
import { type Case, judgedAdmin, newCase, type ReadPlan } from './cleanup-judge.ts';
import { cleanupOf, rulesOf } from './cleanups.ts';
import { memoryDocuments } from './documents-memory.ts';
import { type MemoryKafka, memoryKafka } from './memory-kafka.ts';

export const topicNames = ['orders.a', 'orders.b', 'orders.c'] as const;
type TopicName = (typeof topicNames)[number];

/** What another client does to a topic. */
export type ClientChange = {
  readonly topic: TopicName;
  readonly what:
    | 'produce'
    | 'grow'
    | 'one-replica'
    | 'move'
    | 'compact'
    | 'keep-for-ever'
    | 'retention'
    | 'make-anew'
    | 'make-other'
    | 'delete';
};

type Operator = 'ana' | 'ben';

/** What an operator asks for when they plan; the deny list and the cap of the definition come on top. */
type Request = { readonly strategy: Strategy; readonly accept: readonly Risk[]; readonly topicsMax: number };

/** What happens in between when a run asks about that topic and it is its n-th question: another client, or a new rule. */
export type Interference = {
  readonly at: number;
  readonly change: ClientChange | { readonly topic: TopicName; readonly what: 'deny' };
};

export type Step =
  | { readonly kind: 'plan'; readonly by: Operator; readonly request: Request }
  | {
      readonly kind: 'execute';
      readonly by: Operator;
      readonly meanwhile: readonly Interference[];
      readonly diesAt: number;
    }
  | { readonly kind: 'resume'; readonly by: Operator; readonly meanwhile: readonly Interference[] }
  | { readonly kind: 'deny'; readonly deny: readonly string[] }
  | { readonly kind: 'cap'; readonly topicsMax: number }
  | { readonly kind: 'client'; readonly change: ClientChange };

class Death extends Error {}

const applyChange = (kafka: MemoryKafka, { topic: name, what }: ClientChange): void => {
  const topic = kafka.topics.get(name);
  if (!topic) return;
  switch (what) {
    case 'produce':
      kafka.produce(name, 5);
      return;
    case 'grow':
      return void topic.logs.push({ start: 0n, end: 0n, leader: 1, bytesEach: 100, kept: 0n });
    case 'one-replica':
      topic.placed = topic.logs.map((_, index) => (index === 0 ? [1, 2] : [1]));
      return;
    case 'move':
      topic.placed = topic.logs.map(() => [3]);
      return;
    case 'compact':
      return void topic.configs.set('cleanup.policy', 'compact');
    case 'keep-for-ever':
      return void topic.configs.set('retention.ms', '-1');
    case 'retention':
      return void topic.configs.set('retention.ms', '60000');
    case 'make-anew': {
      const configs = Object.fromEntries(topic.configs);
      const anew = kafka.add(name, { partitions: topic.logs.length, replicas: topic.replicas, configs });
      anew.logs = topic.logs.map((log) => ({ ...log }));
      return;
    }
    case 'make-other':
      return void kafka.add(name, { partitions: 1, records: 1 });
    case 'delete':
      return void kafka.topics.delete(name);
  }
};

const never = -1;
const die = (): never => {
  throw new Death();
};

/** Other clients only come in between where a run asks about that very topic: what follows is one act with its check. */
const interfere = (kafka: MemoryKafka, of: Case, meanwhile: readonly Interference[], diesAt: number): void => {
  const change = ({ change: one }: Interference): void => {
    const { deny, caps } = of.definition;
    if (one.what === 'deny') of.definition = { deny: [...deny, one.topic], caps };
    else applyChange(kafka, { ...one, what: one.what });
  };
  let asked = 0;
  let calls = 0;
  kafka.before = ({ method, about }) => {
    calls += 1;
    if (calls === diesAt) {
      kafka.before = die;
      die();
    }
    if (method !== 'topics') return undefined;
    asked += 1;
    for (const one of meanwhile)
      if (one.at === asked && (about === 'all' || about.split(',').includes(one.change.topic))) change(one);
    return undefined;
  };
};

/** What was asked for counts until the definition of today is narrower. */
const rulesOfToday =
  (of: Pick<Case, 'definition'>) =>
  ({ rules }: { readonly rules: CleanupRules }): CleanupRules => {
    const { deny, caps } = of.definition;
    return { ...rules, deny, caps: { topicsMax: Math.min(rules.caps.topicsMax, caps.topicsMax) } };
  };

/** What a mutant leaves out. `rulesOnce`: a run reads its rules when it begins, and never again. */
export type Weakness = { readonly agreement?: Agreement; readonly rulesOnce?: true };

const operatorsOn = (kafka: MemoryKafka, of: Case, { agreement, rulesOnce }: Weakness) => {
  const rulesFor = () => {
    const { definition } = of;
    return rulesOfToday(rulesOnce ? { definition } : of);
  };
  const store = cleanupStore(memoryDocuments());
  const { deps: base } = cleanupOf(judgedAdmin(kafka, of), store);
  const deps = agreement ? { ...base, agreement } : base;
  const lastRead = new Map<Operator, ReadPlan>();
  return {
    plan: async (by: Operator, { strategy, accept, topicsMax }: Request): Promise<void> => {
      const asked = rulesOf({ prefixes: [{ prefix: 'orders.', strategy }], accept, caps: { topicsMax } });
      const report = await planRun({ rules: rulesOfToday(of)({ rules: asked }), request: {}, requestedBy: by }, deps);
      const stored = await store.readPlan('cluster-one', report.run);
      if (stored) lastRead.set(by, { ...stored.run, topics: stored.topics });
    },
    execute: async (by: Operator): Promise<void> => {
      const read = lastRead.get(by);
      if (!read) return;
      of.current = read;
      const begin: typeof store.begin = (cluster, run, untouched) => {
        of.executed.set(run.run, read);
        return store.begin(cluster, run, untouched);
      };
      const request = { planHash: read.hash, rulesFor: rulesFor(), requestedBy: by };
      await executeRun(request, { ...deps, store: { ...store, begin } });
    },
    resume: async (by: Operator): Promise<void> => {
      const run = await store.latestRun('cluster-one');
      of.current = run === undefined ? undefined : of.executed.get(run);
      await resumeRun({ rulesFor: rulesFor(), requestedBy: by }, deps);
    },
  };
};

export const consentWorld = (weakness: Weakness = {}) => {
  const kafka = memoryKafka();
  for (const name of [...topicNames, 'payments.a', '__consumer_offsets']) kafka.add(name, { records: 10 });
  kafka.topics.get('orders.c')?.configs.set('cleanup.policy', 'compact');
  const found = newCase();
  const { plan, execute, resume } = operatorsOn(kafka, found, weakness);
  const during = async (meanwhile: readonly Interference[], diesAt: number, work: () => Promise<void>) => {
    interfere(kafka, found, meanwhile, diesAt);
    try {
      await work();
    } catch (error) {
      if (!(error instanceof Death)) throw error;
      for (const name of topicNames) found.deleted.add(name);
    } finally {
      kafka.before = () => undefined;
      found.current = undefined;
    }
  };
  const take = async (step: Step): Promise<void> => {
    switch (step.kind) {
      case 'plan':
        return plan(step.by, step.request);
      case 'execute':
        return during(step.meanwhile, step.diesAt, () => execute(step.by));
      case 'resume':
        return during(step.meanwhile, never, () => resume(step.by));
      case 'deny':
        found.definition = { ...found.definition, deny: step.deny };
        return;
      case 'cap':
        found.definition = { ...found.definition, caps: { topicsMax: step.topicsMax } };
        return;
      case 'client':
        return applyChange(kafka, step.change);
    }
  };
  return { take, found };
};
