// What labels and words at the beginning of a title mean.
import { expect, test } from 'vitest';
import {
  severityOfProse,
  severityOfTitleLabel,
  stateOfTitle,
  titleLabelIn,
  withoutLabel,
} from '#notify/sources/text/policy.ts';

test.each([
  ['[FIRING:1] Disk full', 'Disk full'],
  ['  [Warn]Disk full', 'Disk full'],
  ['Disk [Warn] full', 'Disk [Warn] full'],
  ['[OK]', '[OK]'],
  [`[${'x'.repeat(41)}] Disk`, `[${'x'.repeat(41)}] Disk`],
  ['Down: shop', 'Down: shop'],
])('the title %j without its label is %j', (title, rest) => {
  expect(withoutLabel(title)).toBe(rest);
});

test.each<[string, 'alarm' | 'ok' | undefined]>([
  ['[Triggered] disk', 'alarm'],
  ['[Re-Triggered] disk', 'alarm'],
  ['[Retriggered] disk', 'alarm'],
  ['[Triggered on {host:web-1}] disk', 'alarm'],
  ['[Alerting] disk', 'alarm'],
  ['[FIRING:12] disk', 'alarm'],
  ['[firing] disk', 'alarm'],
  ['[Alarm] disk', 'alarm'],
  ['[Warn] disk', 'alarm'],
  ['[No data] disk', 'alarm'],
  ['[NoData] disk', 'alarm'],
  ['[Problem] disk', 'alarm'],
  ['[OK] disk', 'ok'],
  ['[ok] disk', 'ok'],
  ['[Resolved] disk', 'ok'],
  ['[Okay then] disk', undefined],
  ['[not ok] disk', undefined],
  ['[Alarming] disk', undefined],
  ['[an alarm] disk', undefined],
  ['[Firing: 1] disk', undefined],
  ['[Triggered on host] disk', undefined],
  ['[shop] disk', undefined],
  ['Alarm: disk', undefined],
  ['disk', undefined],
])('the title %j has the state %s', (title, state) => {
  expect(stateOfTitle(title)).toBe(state);
});

test.each<[string, ReturnType<typeof titleLabelIn>]>([
  ['[Critical] disk', { severity: 'critical', label: 'Critical' }],
  ['[Info] disk failed', { severity: undefined, label: 'Info' }],
  ['disk', { severity: undefined, label: undefined }],
])('the label of the title %j is %j', (title, found) => {
  expect(titleLabelIn(title)).toEqual(found);
});

test.each([
  ['[No data] disk', 'warning'],
  ['[no data here] disk', 'warning'],
  ['[Resolved] disk failed', 'info'],
  ['Down: shop', 'error'],
  ['Environment health has transitioned from Ok to Warning', 'warning'],
  ['Environment health has transitioned to Severe.', 'error'],
  ['Environment health has transitions from A to Degraded', 'warning'],
  ['disk failed', undefined],
])('the label of the title %j is as severe as %s', (title, severity) => {
  expect(severityOfTitleLabel(title)).toBe(severity);
});

test.each([
  ['the outage is resolved', 'info'],
  ['all clear: the database was unreachable', 'info'],
  ['the import failed', 'error'],
  ['the import ended with no errors', 'info'],
  ['0 failed, 3 done', 'info'],
  ['without any failures', 'info'],
  ['nothing has failed', 'info'],
  ['recovered after 3 failed attempts', 'info'],
  ['after 3 failed attempts', 'error'],
  ['shop is back to normal', 'info'],
  ['shop is back online after 2 health errors', 'info'],
  ['it cannot be resolved: unreachable', 'error'],
  ['succeeded, but two tables were lost', 'error'],
  ['changed from FAILED to ready', 'info'],
  ['has reached the build status TIMED_OUT', 'error'],
  ['build status is FATAL_ERROR', 'error'],
  ['build status is EMERGENCY', 'error'],
  ['build is SUSPENDED', 'warning'],
  ['build is STOPPED_EARLY', 'warning'],
  ['build is DONE', 'info'],
  ['build-LOST-x', 'error'],
  ['certificate expires soon', 'warning'],
  ['usage has dropped below your threshold', 'warning'],
  ['all is well', 'info'],
  [`${'x'.repeat(301)} failed`, 'info'],
])('the prose %j is %s', (title, severity) => {
  expect(severityOfProse(title)).toBe(severity);
});
