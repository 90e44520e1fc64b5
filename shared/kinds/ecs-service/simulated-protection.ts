// What GetTaskProtection answers of simulated tasks.
import type { SimService } from './simulated-world.ts';

/** A service whose tasks protect themselves does so from when they were first to go. */
export const taskProtectionAnswer = (services: readonly SimService[], asked: ReadonlySet<string>, nowMs: number) => ({
  failures: [],
  protectedTasks: services.flatMap(({ tasks, protectedUntilMs = 0 }) =>
    tasks
      .filter(({ arn }) => asked.has(arn))
      .map(({ arn }) => ({
        taskArn: arn,
        protectionEnabled: protectedUntilMs > nowMs,
        ...(protectedUntilMs > nowMs ? { expirationDate: new Date(protectedUntilMs) } : {}),
      })),
  ),
});
