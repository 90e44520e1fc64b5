// Reads what may be read: a refusal is kept under the permission that it takes, and the others continue.

import { calling } from '#core/aws/errors.ts';
import { OperationError } from '#core/errors.ts';
import type { Unread } from '../inventory.ts';

export type Reader = {
  /** `otherwise` where AWS does not answer. `action` is the permission: `ecs:ListServices`. Throws bugs only. */
  readonly read: <T>(action: string, call: () => Promise<T>, otherwise: T) => Promise<T>;
  readonly unread: () => readonly Unread[];
  /** Throws AWS's first error when no request was answered. */
  readonly mustHaveRead: () => void;
};

/** A vendor has no permissions by such a name. */
const whyOf = (action: string, error: OperationError): string =>
  error.code === 'ACCESS_DENIED' && action.includes(':') ? `missing permission ${action}` : error.message;

export const newReader = (): Reader => {
  const refused = new Map<string, OperationError>();
  let answers = 0;
  return {
    async read(action, call, otherwise) {
      try {
        const answer = await calling(action, call);
        answers += 1;
        return answer;
      } catch (error) {
        if (!(error instanceof OperationError)) throw error;
        if (!refused.has(action)) refused.set(action, error);
        return otherwise;
      }
    },
    unread: () => [...refused].map(([action, error]) => ({ action, why: whyOf(action, error) })),
    mustHaveRead: () => {
      const [first] = refused.values();
      if (answers === 0 && first) throw first;
    },
  };
};
