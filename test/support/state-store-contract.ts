// What every state store does, whatever it is made of. A fake that passes may be trusted.

import { describe } from 'vitest';
import { everythingAtOnce } from './state-store-all.ts';
import { exceptions, expectations } from './state-store-exceptions.ts';
import { holding, slots, taking } from './state-store-leases.ts';
import { memories } from './state-store-memories.ts';
import { reports } from './state-store-reports.ts';
import type { Make } from './state-store-samples.ts';

export const testStateStore = (name: string, make: Make): void => {
  describe(`a state store in ${name}`, () => {
    slots(make);
    taking(make);
    holding(make);
    memories(make);
    exceptions(make);
    expectations(make);
    reports(make);
    everythingAtOnce(make);
  });
};
