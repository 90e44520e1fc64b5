// The flow of `cleanup`: parse, carry out, publish what was changed.

import { carryOutCommand } from '#cleanup/command.ts';
import type { CleanupDependencies } from '#cleanup/dependencies.ts';
import type { KafkaAdmin } from '#cleanup/kafka/kafka-admin.ts';
import { rulesFor } from '#cleanup/plan/rules.ts';
import { shortenedReport } from '#cleanup/report/cleanup-report.ts';
import type { CleanupRequest } from '#core/cleanup.ts';
import type { CleanupReport } from '#core/cleanup-report.ts';
import type { CleanupDefinition } from '#core/cleanup-rules.ts';
import { InputError } from '#core/errors.ts';
import type { Definition } from '#definition/definition.ts';
import type { CurrentDefinition } from '#definition/versions/in-use.ts';
import { parseCleanupEvent } from './event.ts';

export type CleanupFlow = Omit<CleanupDependencies, 'admin' | 'onProgress'> & {
  /** Publishes how far the cleanup of an environment is, for anyone who waits. */
  readonly publishProgress: (environment: string) => CleanupDependencies['onProgress'];
  /** The version that is current when it begins. */
  readonly current: CurrentDefinition;
  /** Connects to the cluster of an environment. */
  readonly connect: (cleanup: CleanupDefinition, region: string) => KafkaAdmin;
  readonly publish: (report: CleanupReport) => Promise<void>;
};

const cleanupOf = ({ environment, cleanup }: Definition): CleanupDefinition => {
  if (cleanup) return cleanup;
  throw new InputError(`the definition of ${environment} has no key \`cleanup\`: no topic may be emptied`);
};

/** Throws `InputError` for an event, an environment or a prefix that is not valid. */
export const cleanupEvent =
  ({ current, connect, publish, publishProgress, ...deps }: CleanupFlow) =>
  async (event: unknown): Promise<CleanupReport> => {
    const { environment, command } = parseCleanupEvent(event);
    const { definition: found } = await current(environment);
    const admin = connect(cleanupOf(found), found.region);
    // Asked for again while a run is at work, which takes minutes: a topic that is denied meanwhile is left alone.
    const rules = async (request: CleanupRequest) =>
      rulesFor(cleanupOf((await current(environment)).definition), request);
    try {
      const setting = { environment, rules };
      const report = await carryOutCommand(command, setting, {
        ...deps,
        admin,
        onProgress: publishProgress(environment),
      });
      if (report.mode === 'execute' || report.mode === 'resume') await publish(shortenedReport(report));
      return report;
    } finally {
      await admin.close();
    }
  };
