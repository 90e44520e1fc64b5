// Ctrl-C in the middle of a cleanup: the process ends at once, and names what is deleted and not recreated yet.
import type { KafkaAdmin } from '#cleanup/kafka/kafka-admin.ts';
import type { CleanupStore } from '#cleanup/store/cleanup-store.ts';
import type { Manifest } from '#core/cleanup.ts';
import { complain } from '../terminal/output.ts';

type Ports = { readonly admin: KafkaAdmin; readonly store: CleanupStore };

/** From the deletion of a topic to its settled manifest. */
type Deleted = ReadonlyMap<string, Manifest>;

const interruptedLines = (run: string, gone: readonly string[], resume: (run: string) => string): string[] =>
  gone.length === 0
    ? ['Interrupted. Every topic that this run deleted is recreated.', `Next: ${resume(run)}`]
    : [`Interrupted. Deleted and possibly not recreated: ${gone.join(', ')}`, `Recreate them at once: ${resume(run)}`];

/** The ports, watched: which topics are being deleted and made again, and for which run. */
const watched = ({ admin, store }: Ports) => {
  const open = new Map<string, Manifest>();
  const deleted = new Map<string, Manifest>();
  let run: string | undefined;
  const ports: Ports = {
    admin: {
      ...admin,
      deleteTopic: (id) => {
        for (const manifest of open.values()) if (manifest.oldId === id) deleted.set(manifest.topic, manifest);
        return admin.deleteTopic(id);
      },
    },
    store: {
      ...store,
      begin: (cluster, begun, untouched) => {
        run = begun.run;
        return store.begin(cluster, begun, untouched);
      },
      saveManifest: async (cluster, manifest) => {
        const standing = await store.saveManifest(cluster, manifest);
        if (standing.state === 'deleting') open.set(standing.topic, standing);
        else {
          open.delete(standing.topic);
          deleted.delete(standing.topic);
        }
        return standing;
      },
    },
  };
  return { ports, deleted: deleted as Deleted, run: () => run };
};

/** `resume` is the command that repairs a run. */
export const onInterrupt = (given: Ports, resume: (run: string) => string) => {
  const { ports, deleted, run } = watched(given);
  const say = (): never => {
    const id = run() ?? deleted.values().next().value?.run;
    if (id !== undefined) for (const line of interruptedLines(id, [...deleted.keys()], resume)) complain(line);
    process.exit(130);
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, say);
  return {
    ports,
    end: (): void => {
      for (const signal of ['SIGINT', 'SIGTERM'] as const) process.off(signal, say);
    },
  };
};
