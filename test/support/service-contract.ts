// What every adapter does, whatever it adapts: the production code over the simulated AWS, below the SDK's clients.
import { describe } from 'vitest';
import type { Kind } from '#kinds/resource.ts';
import { makesChanges } from './service-contract-changes.ts';
import { keepsBatchesApart, observesMany, readsFailures } from './service-contract-reads.ts';
import type { Subject } from './service-subject.ts';

export const testService = <K extends Kind>(name: string, subject: Subject<K>): void => {
  describe(`the adapter of ${name}`, () => {
    observesMany(subject);
    readsFailures(subject);
    if (subject.apart) keepsBatchesApart(subject, subject.apart);
    makesChanges(subject);
  });
};
