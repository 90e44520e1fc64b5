import { describe, expect, it } from 'vitest';
import { errorOf, type Fault, lostResponse, newFaults } from '#sim/faults.ts';

const armed = (...faults: Fault[]) => {
  const all = newFaults();
  for (const fault of faults) all.add(fault);
  return all;
};

/** Which of so many calls are struck. */
const struck = (faults: ReturnType<typeof newFaults>, count: number, operation = 'rds:StopDBInstance'): number[] =>
  Array.from({ length: count }, (_, index) => index + 1).filter(
    () => faults.strike({ operation, resource: 'orders' }, 0) !== undefined,
  );

const throttling = { operation: 'rds:StopDBInstance', error: 'ThrottlingException' };

describe('an outage', () => {
  it('an outage is a fault that strikes every call for now, and is told to whoever asks, as often as they ask', () => {
    const outage = { ...throttling, untilMs: 1_000 };
    const faults = armed(outage);

    expect(faults.outage('rds:StopDBInstance', 999)).toBe(outage);
    expect(faults.outage('rds:StopDBInstance', 999)).toBe(outage);
    expect(faults.outage('rds:StopDBInstance', 1_000)).toBeUndefined();
    expect(faults.outage('rds:StartDBInstance', 0)).toBeUndefined();
  });

  it('an outage is no fault that strikes some calls, or one resource, or after the deed', () => {
    const operation = 'rds:StopDBInstance';
    const faults = armed(
      { ...throttling, times: 1 },
      { ...throttling, every: 2 },
      { ...throttling, resource: 'orders' },
      { operation, lostResponse: true },
    );

    expect(faults.outage(operation, 0)).toBeUndefined();
    expect(faults.strike({ operation, resource: 'orders' }, 0)).toMatchObject({ times: 1 });
  });
});

describe('a fault', () => {
  it('a fault strikes every call of its operation, and no other', () => {
    const faults = armed(throttling);

    expect(struck(faults, 3)).toEqual([1, 2, 3]);
    expect(struck(faults, 3, 'rds:StartDBInstance')).toEqual([]);
  });

  it('a fault strikes every operation when it is for all', () => {
    expect(struck(armed({ operation: '*', error: 'ThrottlingException' }), 2, 'sns:Publish')).toEqual([1, 2]);
  });

  it('a fault strikes as many times as it says', () => {
    expect(struck(armed({ ...throttling, times: 2 }), 5)).toEqual([1, 2]);
  });

  it('a fault strikes every n-th call that matches', () => {
    expect(struck(armed({ ...throttling, every: 3 }), 9)).toEqual([3, 6, 9]);
  });

  it('a fault strikes every n-th call as many times as it says', () => {
    expect(struck(armed({ ...throttling, every: 3, times: 2 }), 12)).toEqual([3, 6]);
  });

  it('a fault strikes until its time has come', () => {
    const faults = armed({ ...throttling, untilMs: 1_000 });

    expect(faults.strike({ operation: 'rds:StopDBInstance', resource: 'orders' }, 999)).toBeDefined();
    expect(faults.strike({ operation: 'rds:StopDBInstance', resource: 'orders' }, 1_000)).toBeUndefined();
  });

  it('a fault strikes its resource only, and counts no call of another', () => {
    const faults = armed({ ...throttling, resource: 'orders', every: 2 });
    const at = (resource: string | undefined) =>
      faults.strike({ operation: 'rds:StopDBInstance', resource }, 0) !== undefined;

    expect([at('orders'), at('ledger'), at(undefined), at('orders')]).toEqual([false, false, false, true]);
  });

  it('a fault leaves the call to the next fault when it does not strike', () => {
    const first = { ...throttling, times: 1 };
    const second = { ...throttling, error: 'InternalFailure', times: 1 };
    const faults = armed(first, second);

    expect(faults.strike({ operation: 'rds:StopDBInstance', resource: 'orders' }, 0)).toBe(first);
    expect(faults.strike({ operation: 'rds:StopDBInstance', resource: 'orders' }, 0)).toBe(second);
    expect(faults.strike({ operation: 'rds:StopDBInstance', resource: 'orders' }, 0)).toBeUndefined();
  });

  it('a fault can be added while others are at work', () => {
    const faults = armed({ ...throttling, times: 1 });
    struck(faults, 2);

    faults.add(throttling);

    expect(struck(faults, 2)).toEqual([1, 2]);
  });
});

describe('an injected error', () => {
  it.each([
    ['InvalidDBInstanceState', 'InvalidDBInstanceStateFault', 400],
    ['DBInstanceNotFound', 'DBInstanceNotFoundFault', 404],
    ['InsufficientDBInstanceCapacity', 'InsufficientDBInstanceCapacityFault', 400],
    ['InvalidReplicationGroupState', 'InvalidReplicationGroupStateFault', 400],
    ['InsufficientCacheClusterCapacity', 'InsufficientCacheClusterCapacityFault', 400],
    ['KMSKeyNotAccessibleFault', 'KMSKeyNotAccessibleFault', 400],
    ['ThrottlingException', 'ThrottlingException', 400],
    ['AccessDenied', 'AccessDenied', 403],
    ['AccessDeniedException', 'AccessDeniedException', 403],
    ['NotFoundException', 'NotFoundException', 404],
    ['InternalFailure', 'InternalFailure', 500],
    ['ServiceUnavailable', 'ServiceUnavailable', 500],
    ['ServerException', 'ServerException', 500],
  ])(
    'an injected error with the code %s has the class %s and the status %i, as in the SDK',
    (code, name, httpStatusCode) => {
      expect(errorOf(code, 'no')).toMatchObject({ name, Code: code, message: 'no', $metadata: { httpStatusCode } });
    },
  );

  it('an injected error is the fault of the server or of the client, by its status', () => {
    expect(errorOf('InternalFailure', 'no')).toMatchObject({ $fault: 'server' });
    expect(errorOf('AccessDenied', 'no')).toMatchObject({ $fault: 'client' });
  });

  it('an injected error is a broken connection when the answer is lost', () => {
    expect(lostResponse()).toMatchObject({ name: 'TimeoutError', code: 'ECONNRESET' });
  });
});
