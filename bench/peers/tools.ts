// How each tool stops and starts an environment, as its documentation says, and what that took.
import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Action } from '#core/action.ts';
import { peerDefinition, peerFile, peerNameOf } from '../peer-night.ts';
import { curfewFunctions } from './curfew-functions.ts';
import { cluster } from './environment.ts';
import { credentials, type Tool, type Used, type Where } from './tool.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
export const python = join(root, '.venv-peers/bin/python');
const measure = fileURLToPath(new URL('measured.py', import.meta.url));

const measured = (command: readonly string[], { url, folder, killBy }: Where): Promise<Used> =>
  new Promise((resolve, reject) => {
    const env = { ...process.env, ...credentials, AWS_ENDPOINT_URL: url, NO_COLOR: '1' };
    const running = execFile(
      python,
      [measure, ...command],
      { cwd: folder, env, maxBuffer: 2 ** 28 },
      (error, stdout, stderr) => {
        const last = stdout.trimEnd().split('\n').at(-1) ?? '';
        if (!last.startsWith('{"code"'))
          reject(error ?? new Error(`${command.join(' ')} was not measured:\n${stderr}`));
        else resolve(JSON.parse(last) as Used);
      },
    );
    // The tool alone: what measures it goes on, and says how it ended.
    killBy(() => execFile('pkill', ['-KILL', '-P', String(running.pid)]));
  });

const curfewCommand: Tool = {
  name: 'Curfew, command',
  run: (action, where, takeOver = false) => {
    const file = join(where.folder, 'peers.yaml');
    writeFileSync(file, JSON.stringify(peerFile(where.count)));
    const options = ['--local', '--yes', '--why', 'bench', '--by', 'bench', ...(takeOver ? ['--supersede'] : [])];
    return measured([process.execPath, join(root, 'cli/bin.mjs'), action, file, ...options], where);
  },
};

const namesOf = (count: number, kind: string): string[] =>
  peerDefinition(count).resources.flatMap((one) => (one.kind === kind ? [peerNameOf(one)] : []));

/** Its state in Parameter Store, as its README shows; everything by name; services first down and last up. */
const resourceScheduler: Tool = {
  name: 'aws-resource-scheduler 0.1.0',
  run: (action, where) => {
    const file = join(where.folder, 'resource-scheduler.yaml');
    const workspace = {
      aws_region: 'us-east-1',
      storage: { method: 'parameter_store' },
      rds: { name: namesOf(where.count, 'rds-instance') },
      aurora: { name: namesOf(where.count, 'aurora-cluster') },
      ecs: { [cluster]: { services: namesOf(where.count, 'ecs-service') } },
    };
    writeFileSync(file, JSON.stringify({ workspaces: { peers: workspace } }));
    const order = action === 'stop' ? 'ecs,aurora,rds' : 'rds,aurora,ecs';
    const program = join(root, '.venv-peers/bin/aws-resource-scheduler');
    return measured([program, '-f', file, '-w', 'peers', '-r', order, '-a', action], where);
  },
};

const tagged = { 'tag:schedule': 'office-hours' } as const;
const saved = 'custodian-saved';

/** Services with a scalable target by `resize`, which remembers; the others by `modify`, which does not. */
const policies: Readonly<Record<Action, readonly object[]>> = {
  stop: [
    {
      name: 'services-that-scale-down',
      resource: 'ecs-service',
      filters: [tagged],
      actions: [{ type: 'resize', 'min-capacity': 0, desired: 0, 'save-options-tag': saved, 'suspend-scaling': true }],
    },
    {
      name: 'services-down',
      resource: 'ecs-service',
      filters: [tagged, { type: 'value', key: 'desiredCount', op: 'gt', value: 0 }],
      actions: [{ type: 'modify', update: { desiredCount: 0 } }],
    },
    { name: 'clusters-down', resource: 'rds-cluster', filters: [tagged], actions: ['stop'] },
    { name: 'databases-down', resource: 'rds', filters: [tagged], actions: ['stop'] },
  ],
  start: [
    { name: 'databases-up', resource: 'rds', filters: [tagged], actions: ['start'] },
    { name: 'clusters-up', resource: 'rds-cluster', filters: [tagged], actions: ['start'] },
    {
      name: 'services-that-scale-up',
      resource: 'ecs-service',
      filters: [tagged, { [`tag:${saved}`]: 'present' }],
      actions: [{ type: 'resize', 'restore-options-tag': saved, 'restore-scaling': true }],
    },
    {
      name: 'services-up',
      resource: 'ecs-service',
      filters: [tagged, { type: 'value', key: 'desiredCount', value: 0 }, { [`tag:${saved}`]: 'absent' }],
      actions: [{ type: 'modify', update: { desiredCount: 1 } }],
    },
  ],
};

const custodian: Tool = {
  name: 'Cloud Custodian 0.9.53',
  run: (action, where) => {
    const file = join(where.folder, `custodian-${action}.json`);
    writeFileSync(file, JSON.stringify({ policies: policies[action] }));
    const program = join(root, '.venv-peers/bin/custodian');
    const options = ['--output-dir', join(where.folder, 'custodian'), '--region', 'us-east-1', '--cache-period', '0'];
    return measured([program, 'run', ...options, file], where);
  },
};

export const tools: readonly Tool[] = [curfewFunctions, curfewCommand, resourceScheduler, custodian];
