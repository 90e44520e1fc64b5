// What the parts of a pipeline are called where they run. Commands look for them by these names, and the stack gives them.
import type { Pipeline } from './pipeline-file.ts';

export const connectorName = (pipeline: string): string => `curfew-pipeline-${pipeline}-source`;

export const normaliserGroup = ({ normaliser }: Pick<Pipeline, 'normaliser'>): string =>
  normaliser?.consumerGroup ?? 'normalizer';
