import { describe, expect, it } from 'vitest';
import { lastSlot } from '#definition/schedule/wanted-state.ts';
import { local, staging } from './wanted-at.ts';

describe('the last slot', () => {
  it('the last slot passes over starts on closed days', () => {
    const closed = {
      ...staging,
      calendars: [{ name: 'brazil', closed: [{ from: '2026-11-18', to: '2026-11-19', name: 'holiday' }] }],
    };

    expect(lastSlot(closed, local('2026-11-19T12:00'))).toEqual({ action: 'stop', at: local('2026-11-18T20:00') });
    expect(lastSlot(closed, local('2026-11-20T12:00'))).toEqual({ action: 'start', at: local('2026-11-20T08:00') });
  });

  it('the last slot is that of the only action, where there is one', () => {
    const { start, stop, ...rest } = staging.schedule;
    const noon = local('2026-11-20T12:00');

    expect(lastSlot({ ...staging, schedule: { ...rest, ...(stop && { stop }) } }, noon)).toEqual({
      action: 'stop',
      at: local('2026-11-19T20:00'),
    });
    expect(lastSlot({ ...staging, schedule: { ...rest, ...(start && { start }) } }, noon)).toEqual({
      action: 'start',
      at: local('2026-11-20T08:00'),
    });
  });

  it('the last slot is the stop when both are at one time of one day', () => {
    const both = { days: ['fri'], at: '08:00' } as const;
    const definition = { ...staging, schedule: { ...staging.schedule, start: both, stop: both } };

    expect(lastSlot(definition, local('2026-11-20T12:00'))?.action).toBe('stop');
  });

  it('the last slot is a stop when calendars have closed every start for longer than anyone looks back', () => {
    const closed = (from: string) => ({
      ...staging,
      calendars: [{ name: 'long', closed: [{ from, to: '2026-11-20', name: 'holiday' }] }],
    });
    const noon = local('2026-11-20T12:00');
    const { stop: _, ...startOnly } = staging.schedule;

    expect(lastSlot(closed('2026-08-01'), noon)).toEqual({ action: 'stop', at: local('2026-11-19T20:00') });
    expect(lastSlot({ ...closed('2026-08-01'), schedule: startOnly }, noon)).toBeUndefined();
    // Fifty-nine days ago there was one.
    expect(lastSlot({ ...closed('2026-09-23'), schedule: startOnly }, noon)).toEqual({
      action: 'start',
      at: local('2026-09-22T08:00'),
    });
  });

  it('the last slot is not kept from a day before or after what is closed', () => {
    const closed = (day: string) => ({
      ...staging,
      calendars: [
        { name: 'other', closed: [{ from: '2020-01-01', to: '2020-01-02', name: 'old' }] },
        { name: 'brazil', closed: [{ from: day, to: day, name: 'holiday' }] },
      ],
    });
    const started = (day: string) => lastSlot(closed(day), local('2026-11-18T12:00'))?.action;

    expect([started('2026-11-17'), started('2026-11-18'), started('2026-11-19')]).toEqual(['start', 'stop', 'start']);
  });

  it('the last slot is none where the schedule is off', () => {
    expect(
      lastSlot({ ...staging, schedule: { ...staging.schedule, enabled: false } }, local('2026-11-20T12:00')),
    ).toBeUndefined();
  });
});
