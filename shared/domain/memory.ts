import type { Scaling } from './observation.ts';
import type { ResourceName } from './resource.ts';

/** What is stored before the first change in order to restore. Written once, consumed by the restore. */
export type Memory = {
  readonly resource: ResourceName;
  readonly desired: number;
  readonly scaling?: Scaling;
  /** The run that captured it. */
  readonly run: string;
};
