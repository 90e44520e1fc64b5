// The hash by which a person says "this teardown and no other".
import { createHash } from 'node:crypto';
import type { Step } from './plan.ts';

/**
 * Rows and the ends of topics grow until the connector is gone, so they are read by people and are no part of it; ids are, so that
 * a topic that was made again is none that was agreed to.
 */
const agreed = (step: Step): string => {
  switch (step.do) {
    case 'delete-connector':
      return `${step.do} ${step.connector}`;
    case 'drop-view':
    case 'drop-table':
      return `${step.do} ${step.name}`;
    case 'delete-topic':
      return `${step.do} ${step.topic} ${step.id}`;
  }
};

/** 16 hexadecimal digits, as cleanup has them. `where` are the cluster and the ClickHouse that it is about. */
export const teardownHash = (where: readonly string[], steps: readonly Step[]): string =>
  createHash('sha256')
    .update(JSON.stringify([where, steps.map(agreed)]))
    .digest('hex')
    .slice(0, 16);
