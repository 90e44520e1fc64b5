// What the parts of a pipeline are called where they run. Commands look for them by these names, and the stack gives them.
import type { Pipeline } from './pipeline-file.ts';

/** Revisions of a connector are connectors of their own; the first has no number. */
export const connectorName = (pipeline: string, revision = 1): string =>
  `curfew-pipeline-${pipeline}-source${revision === 1 ? '' : `-${revision}`}`;

export const normaliserGroup = ({ normaliser }: Pick<Pipeline, 'normaliser'>): string =>
  normaliser?.consumerGroup ?? 'normalizer';

/** Lambda wants a group of its own for each topic that a function reads. */
export const readerGroup = ({ consumerGroup }: { readonly consumerGroup: string }, topic: string): string =>
  `${consumerGroup}-${topic}`;
