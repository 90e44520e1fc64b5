import { describe, expect, it } from 'vitest';
import { nextStep } from '#cleanup/report/next-step.ts';
import type { ReportedTopic } from '#core/cleanup-report.ts';

const failed = (action: ReportedTopic['action'], errorCode: string, outcome = 'failed'): ReportedTopic =>
  ({ topic: 'orders.a', action, outcome, errorCode, reason: 'why' }) as unknown as ReportedTopic;

const nextOf = (topic: ReportedTopic) => nextStep('execute', 'failed', [topic], [topic])?.mode;

describe('the next command after an execution', () => {
  it.each<[what: string, topic: ReportedTopic, next: 'resume' | 'plan']>([
    ['a topic that is deleted and whose creation a policy forbids', failed('recreate', 'POLICY_VIOLATION'), 'resume'],
    ['a creation that lacks a right', failed('recreate', 'TOPIC_AUTHORIZATION_FAILED'), 'resume'],
    ['a broker that did not answer in time', failed('truncate', 'REQUEST_TIMED_OUT'), 'resume'],
    ['a leader that is missing by now', failed('truncate', 'NOT_SAFE', 'skipped'), 'resume'],
    ['a leader that was missing when it was planned', failed('refuse', 'NOT_SAFE', 'skipped'), 'plan'],
    ['a truncation that a policy forbids', failed('truncate', 'POLICY_VIOLATION'), 'plan'],
    ['a log that ends before the plan', failed('truncate', 'OFFSET_OUT_OF_RANGE'), 'plan'],
    ['a broker that forgot where a log starts', failed('truncate', 'NOT_AS_IT_SHOULD_BE'), 'plan'],
    ['a topic that grew beyond the cap', failed('recreate', 'CAP_PASSED', 'skipped'), 'plan'],
    ['a topic that somebody changed', failed('recreate', 'TOPIC_CHANGED', 'skipped'), 'plan'],
  ])('the next command after an execution with %s', (_, topic, next) => {
    expect(nextOf(topic)).toBe(next);
  });
});
