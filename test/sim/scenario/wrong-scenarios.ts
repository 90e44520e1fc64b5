// Every way to spoil a scenario that has an answer of its own, and what its author then reads.
import type { WrongScenario } from './wrong-scenario.ts';
import { wrongTimelines } from './wrong-timelines.ts';
import { wrongWorlds } from './wrong-worlds.ts';

export const wrongScenarios: readonly WrongScenario[] = [...wrongWorlds, ...wrongTimelines];
