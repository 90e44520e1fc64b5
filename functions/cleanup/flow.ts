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
import { isStored } from '#definition/versions/definitions.ts';
import type { CurrentDefinition } from '#definition/versions/in-use.ts';
import type { DefinitionPin } from '#definition/versions/version.ts';
import { parseCleanupEvent } from './event.ts';

export type CleanupFlow = Omit<CleanupDependencies, 'admin' | 'onProgress'> & {
  /** Publishes how far the cleanup of an environment is, for anyone who waits. */
  readonly publishProgress: (environment: string) => CleanupDependencies['onProgress'];
  /** The version that is current when it begins. */
  readonly current: CurrentDefinition;
  /** Connects to the cluster of an environment. */
  readonly connect: (cleanup: CleanupDefinition, region: string) => KafkaAdmin;
  readonly publish: (report: CleanupReport) => Promise<void>;
  readonly log: { readonly info: (message: string, fields: Record<string, unknown>) => void };
};

/** By which version's rules it was done; nothing of a file's. */
const byVersion = (report: CleanupReport, definition: DefinitionPin): CleanupReport =>
  isStored(definition) ? { ...report, definition } : report;

const cleanupOf = ({ environment, cleanup }: Definition): CleanupDefinition => {
  if (cleanup) return cleanup;
  throw new InputError(`the definition of ${environment} has no key \`cleanup\`: no topic may be emptied`);
};

/** Throws `InputError` for an event, an environment or a prefix that is not valid. */
export const cleanupEvent =
  ({ current, connect, publish, publishProgress, log, ...deps }: CleanupFlow) =>
  async (event: unknown): Promise<CleanupReport> => {
    const { environment, command } = parseCleanupEvent(event);
    const { definition: found, pin } = await current(environment);
    // Also of one that ends without a report.
    log.info(`cleanup ${command.mode} of ${environment}`, { requestedBy: command.requestedBy, definition: pin });
    const admin = connect(cleanupOf(found), found.region);
    // Asked for again while a run is at work, which takes minutes: a topic that is denied meanwhile is left alone.
    const rules = async (request: CleanupRequest) =>
      rulesFor(cleanupOf((await current(environment)).definition), request);
    try {
      // A prefix that is not allowed is wrong usage, before it is looked whether there is such a plan.
      if ('request' in command && command.request) await rules(command.request);
      const setting = { environment, rules };
      const done = await carryOutCommand(command, setting, {
        ...deps,
        admin,
        onProgress: publishProgress(environment),
      });
      const report = byVersion(done, pin);
      if (report.mode === 'execute' || report.mode === 'resume') await publish(shortenedReport(report));
      return report;
    } finally {
      await admin.close();
    }
  };
