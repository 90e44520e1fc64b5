import type { KindDecision } from '../decision.ts';
import { groupDecision } from '../machines/machine-group.ts';

/** Each status of the API's own list is in exactly one; one that AWS adds later means moving. */
export const nodeGroupStatuses = {
  up: ['ACTIVE'],
  moving: ['CREATING', 'UPDATING'],
  broken: ['CREATE_FAILED', 'DEGRADED', 'DELETE_FAILED'],
  gone: ['DELETING'],
} as const;

export const eksNodeGroupDecision = groupDecision({
  word: 'node',
  ...nodeGroupStatuses,
  held: [],
}) as unknown as KindDecision<'eks-node-group'>;
