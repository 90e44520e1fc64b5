// What the status of a stack means to the next deployment. Pure.

/** A change set of a stack that does not exist yet leaves it there, with nothing in it. */
const empty = 'REVIEW_IN_PROGRESS';

type Standing = 'absent' | 'busy' | 'ready' | 'must-be-deleted' | 'must-roll-back' | 'stuck';

/** Nothing but a deletion is possible with one whose creation or deletion failed. */
const onlyDeletable: readonly string[] = ['ROLLBACK_COMPLETE', 'ROLLBACK_FAILED', 'CREATE_FAILED', 'DELETE_FAILED'];

export const standingOf = (status: string | undefined): Standing => {
  if (status === undefined || status === empty || status === 'DELETE_COMPLETE') return 'absent';
  if (status.endsWith('_IN_PROGRESS')) return 'busy';
  // UPDATE_FAILED: somebody updated it with roll-backs switched off.
  if (status === 'UPDATE_ROLLBACK_FAILED' || status === 'UPDATE_FAILED') return 'must-roll-back';
  if (onlyDeletable.includes(status)) return 'must-be-deleted';
  // Of an import by hand: deleted, it would take a stack along that works.
  return status.endsWith('_FAILED') ? 'stuck' : 'ready';
};

const succeeded = new Set(['CREATE_COMPLETE', 'UPDATE_COMPLETE', 'IMPORT_COMPLETE', 'DELETE_COMPLETE']);

export const hasSucceeded = (status: string): boolean => succeeded.has(status);
