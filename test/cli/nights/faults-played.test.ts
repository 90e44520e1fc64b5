// Which faults a night played, in the words of people.
import { describe, expect, it } from 'vitest';
import type { TimelineEntry } from '#sim/scenario/scenario.ts';
import { addFaults, faultsPlayed } from '../../../cli/nights/faults-played.ts';

const fault = (more: object): TimelineEntry =>
  ({ at: 0, do: 'fault', fault: { operation: 'rds:StartDBInstance', ...more } }) as TimelineEntry;

describe('the faults of a night', () => {
  it.each([
    [{ error: 'ThrottlingException' }, 'throttling'],
    [{ error: 'AccessDeniedException' }, 'permission denied'],
    [{ error: 'InsufficientDBInstanceCapacity' }, 'no capacity'],
    [{ error: 'InvalidDBInstanceState' }, 'call refused by AWS'],
    [{ error: 'InternalFailure' }, 'AWS API outage'],
    [{ lostResponse: true }, 'response lost'],
    [{ latencySeconds: 9 }, 'slow AWS API'],
    [{ operation: 'dynamodb:GetItem', error: 'InternalServerError' }, 'state table: AWS API outage'],
  ])('the faults of a night are named: %j', (more, name) => {
    expect(faultsPlayed({ timeline: [fault(more)] })).toEqual({ [name]: 1 });
  });

  it('the faults of many nights are counted, and the nights that had them; what heals is none', () => {
    const crash = { at: 0, do: 'crash', function: 'stop', afterCalls: 1 } as TimelineEntry;
    const night = faultsPlayed({ timeline: [crash, crash, { at: 0, do: 'heal' }] });

    expect(addFaults(addFaults({}, night), night)).toEqual({ 'function crash': { times: 4, nights: 2 } });
  });
});
