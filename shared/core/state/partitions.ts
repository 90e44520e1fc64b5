// Whose items of the state table are whose: a role may write only its own partitions (shared/access/state-table.ts).

/** Leases, slots, memories, overrides, reports, expectations: what decides over an environment. Runs, reconcile and people write it. */
export const environmentPartition = (environment: string): string => `ENV#${environment}`;

/** Deliveries and what was counted, folded or said: `alarm-notify` alone writes it, and everybody else only reads. */
export const notificationPartition = (environment: string): string => `NOTIFY#${environment}`;

/** With the id of a cluster behind it, and what belongs to no single one: cleanups alone write it. */
export const cleanupPartitions = 'CLEANUP#';

/** The versions of a definition, and the rights that were granted for it: `control` alone writes it. */
export const definitionPartition = (environment: string): string => `DEFINITION#${environment}`;

/** Which version each function used last. Apart from the versions, as no function may write those. */
export const observedPartition = (environment: string): string => `OBSERVED#${environment}`;

/** What was investigated, and how often: `alarm-investigation` alone writes it. */
export const investigationPartition = (environment: string): string => `INVESTIGATE#${environment}`;
