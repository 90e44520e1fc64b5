// Simulated tasks that belong to no service, as a person or a schedule runs them: jobs.
import { minutes, type World } from '#sim/aws/simulated-service.ts';

type SimJob = {
  readonly cluster: string;
  readonly family: string;
  readonly arn: string;
  readonly untilMs: number;
};

export const simulatedJobs = ({ clock }: Pick<World, 'clock'>) => {
  const jobs: SimJob[] = [];
  const isRunning = ({ untilMs }: SimJob): boolean => clock.nowMs() < untilMs;
  const describe = (job: SimJob) => ({
    taskArn: job.arn,
    group: `family:${job.family}`,
    taskDefinitionArn: `arn:aws:ecs:task-definition/${job.family}:1`,
    desiredStatus: isRunning(job) ? 'RUNNING' : 'STOPPED',
    lastStatus: isRunning(job) ? 'RUNNING' : 'STOPPED',
  });
  return {
    run(cluster: string, family: string, lengthMinutes: number): void {
      const arn = `arn:aws:ecs:task/${cluster}/${family}-${jobs.length + 1}`;
      jobs.push({ cluster, family, arn, untilMs: clock.nowMs() + Math.round(minutes(lengthMinutes)) });
    },
    meantTo: (status: 'RUNNING' | 'STOPPED', cluster: string, family: string | undefined): SimJob[] =>
      jobs.filter(
        (job) =>
          job.cluster === cluster &&
          (family === undefined || job.family === family) &&
          (status === 'RUNNING') === isRunning(job),
      ),
    described: (cluster: string, arns: ReadonlySet<string>) =>
      jobs.filter((job) => job.cluster === cluster && arns.has(job.arn)).map(describe),
  };
};

export type SimulatedJobs = ReturnType<typeof simulatedJobs>;
