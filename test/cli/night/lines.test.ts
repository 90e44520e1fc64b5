import { describe, expect, it } from 'vitest';
import type { Traced } from '#sim/trace.ts';
import { nightLine } from '../../../cli/night/lines.ts';

const lineOf = (operation: string, error: string | undefined) => {
  const event: Traced['event'] = { type: 'call', function: 'reconcile', operation, mutating: false, input: {} };
  const at = Date.parse('2026-11-19T20:00:00-03:00');
  return nightLine({ at, event: error === undefined ? event : { ...event, error } }, 'America/Fortaleza');
};

describe('the lines of a night', () => {
  it.each([
    ['ssm:GetParameter', 'ParameterNotFound'],
    ['dynamodb:UpdateItem', 'ConditionalCheckFailedException'],
    ['dynamodb:TransactWriteItems', 'TransactionCanceledException'],
    ['scheduler:GetSchedule', 'ResourceNotFoundException'],
    ['scheduler:GetSchedule', undefined],
  ])('the lines of a night leave out answers as expected: %s, %s', (operation, error) => {
    expect(lineOf(operation, error)).toBeUndefined();
  });

  it.each([
    ['scheduler:GetSchedule', 'ThrottlingException'],
    ['ecs:DescribeServices', 'ResourceNotFoundException'],
  ])('the lines of a night have each call that went wrong: %s, %s', (operation, error) => {
    expect(lineOf(operation, error)).toBe(`20:00:00  ${operation}: ${error}`);
  });
});
