import { setTimeout } from 'node:timers/promises';

/** Waits in real time. Only for what people watch, and to bound what they wait for; runs wait through `Workflow`. Rejects when aborted. */
export const pause = (ms: number, signal?: AbortSignal): Promise<void> => setTimeout(ms, undefined, { signal });
