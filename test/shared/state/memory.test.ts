import { memoryStateStore } from '#state/memory.ts';
import { testStateStore } from '#test/support/state-store-contract.ts';

testStateStore('memory', memoryStateStore);
