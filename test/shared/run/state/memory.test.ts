import { memoryStateStore } from '#test/support/memory-state-store.ts';
import { testStateStore } from '#test/support/state-store-contract.ts';

testStateStore('memory', memoryStateStore);
