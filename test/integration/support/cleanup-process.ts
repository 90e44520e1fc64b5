// A process of its own that executes a cleanup and kills itself, with SIGKILL, at one of the calls that change anything: on the
// cluster or in what is kept. It ends by itself, with 0, if there is no such call any more.
//   node cleanup-process.ts FOLDER PLAN-HASH CALL before|during
import type { KafkaAdmin } from '#cleanup/kafka/kafka-admin.ts';
import type { Documents } from '#cleanup/store/documents.ts';
import { cleanupOn, documentsIn } from './cleanup.ts';
import { adminOfCluster } from './kafka.ts';

const [folder = '', planHash = '', call = '', moment = ''] = process.argv.slice(2);

const changes: readonly (keyof KafkaAdmin | keyof Documents)[] = [
  'deleteRecords',
  'createTopic',
  'deleteTopic',
  'addPartitions',
  'setTopicConfigs',
  'write',
];

let calls = 0;

/** Dies before the call, or when it has been made and nobody has heard of its answer yet. */
const mortal = <Port extends KafkaAdmin | Documents>(port: Port): Port =>
  new Proxy(port, {
    get: (target, key) => {
      const method = Reflect.get(target, key) as (...args: unknown[]) => Promise<unknown>;
      if (!changes.some((change) => change === key)) return method.bind(target);
      return (...args: unknown[]) => {
        calls += 1;
        const isLast = calls === Number(call);
        if (isLast && moment === 'before') process.kill(process.pid, 'SIGKILL');
        const answer = method.apply(target, args);
        return isLast ? answer.then(() => process.kill(process.pid, 'SIGKILL')) : answer;
      };
    },
  });

const admin = adminOfCluster();
const report = await cleanupOn(mortal(admin), mortal(documentsIn(folder))).execute(planHash);
await admin.close();
process.exitCode = report.outcome === 'done' ? 0 : 1;
if (report.outcome !== 'done')
  process.stderr.write(`${report.outcome}: ${report.reason}\n${report.refusals.join('\n')}\n`);
