// What the contract of state stores keeps and reads back.
import type { Slot, StateStore } from '#run/state/state-store.ts';

export const now = Date.parse('2026-11-20T23:00:00Z');
export const slot: Slot = { action: 'stop', scheduledTime: '2026-11-20T20:00:00-03:00' };

export const numbered = <T>(count: number, make: (number: string) => T): T[] =>
  Array.from({ length: count }, (_, index) => make(String(index + 1).padStart(3, '0')));

export type Make = () => Promise<StateStore> | StateStore;
