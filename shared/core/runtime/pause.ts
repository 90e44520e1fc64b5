import { setTimeout } from 'node:timers/promises';

/** Waits in real time. Only for what people watch; runs wait through `Workflow`. */
export const pause = (ms: number): Promise<void> => setTimeout(ms);
