// Every family of figures, in the order in which they are measured.
import { benthos } from './benthos.ts';
import { billed } from './billed.ts';
import { bundle } from './bundle.ts';
import { calls } from './calls.ts';
import { cleanup } from './cleanup.ts';
import { command } from './command.ts';
import type { Family } from './figure.ts';
import { fleet } from './fleet.ts';
import { imports } from './import.ts';
import { large } from './large.ts';
import { learned } from './learned.ts';
import { realClients } from './memory/real-clients.ts';
import { memory } from './memory.ts';
import { nights } from './nights.ts';
import { notify } from './notify.ts';
import { operations } from './operations.ts';
import { peers } from './peers.ts';
import { pipeline } from './pipeline.ts';
import { project } from './project.ts';
import { ready } from './ready.ts';
import { readyBy } from './ready-by.ts';
import { scale } from './scale.ts';

export const families: readonly Family[] = [
  ...[ready, readyBy, calls, fleet, large, learned, billed, operations],
  ...[bundle, imports, memory, realClients, nights, scale],
  ...[notify, cleanup, pipeline, benthos, peers, command, project],
];
