// The containers of a simulated task: what its definition says of them, and what their checks say.
import type { Wiring } from '#sim/aws/wiring.ts';
import type { SimTask } from './simulated-task.ts';
import type { SimService } from './simulated-world.ts';

const isChecked = ({ facts }: SimService): boolean => facts.healthCheck ?? true;

const check = { healthCheck: { command: ['CMD-SHELL', 'true'] } };

export const containersOf = (service: SimService | undefined, wiring: Wiring) =>
  service?.facts.containers?.map(({ name, essential, health }) => ({
    name,
    essential,
    environment: wiring.variables(service.name),
    ...(health === undefined ? {} : check),
  })) ?? usualContainers(service, wiring);

const usualContainers = (service: SimService | undefined, wiring: Wiring) => [
  {
    name: 'app',
    essential: true,
    ...(service ? { environment: wiring.variables(service.name) } : {}),
    ...(service && !isChecked(service) ? {} : check),
  },
  ...(service?.facts.sidecar ? [{ name: 'agent', essential: false, ...check }] : []),
];

type Health = SimTask['healthStatus'];

/** What each container of a task that is up says of itself; only essential ones with a check make the task's health. */
export const containerHealth = (
  task: SimTask,
  service: SimService,
): { name: string; healthStatus: Health; counts: boolean }[] => {
  const { containers, sidecar } = service.facts;
  const isUp = task.healthStatus !== 'UNKNOWN';
  if (containers)
    return containers.map(({ name, essential, health }) => ({
      name,
      healthStatus: isUp ? (health ?? 'UNKNOWN') : 'UNKNOWN',
      counts: essential && health !== undefined,
    }));
  return [
    { name: 'app', healthStatus: isChecked(service) ? task.healthStatus : 'UNKNOWN', counts: isChecked(service) },
    ...(sidecar ? [{ name: 'agent', healthStatus: task.healthStatus, counts: false }] : []),
  ];
};

/** The worst of those that count; ECS knows nothing of a task without any. */
export const taskHealth = (containers: ReturnType<typeof containerHealth>): Health => {
  const counted = containers.filter(({ counts }) => counts).map(({ healthStatus }) => healthStatus);
  if (counted.length === 0 || counted.includes('UNKNOWN')) return 'UNKNOWN';
  return counted.includes('UNHEALTHY') ? 'UNHEALTHY' : 'HEALTHY';
};
