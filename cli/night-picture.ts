// The live picture of a rehearsed night: clock, stages, the state of every resource, progress.
import { isDown, isUp } from '#sim/history.ts';
import { dayTime } from './local-time.ts';
import type { NightState } from './night-state.ts';
import { duration, styled } from './output.ts';

const frames = ['◐', '◓', '◑', '◒'];

const look = (night: NightState, name: string): string => {
  const { definition } = night.scenario;
  const status = night.status.get(name);
  if (!status) return '';
  const { text, since } = status;
  const for_ = styled('dim', duration((night.at - since) / 1_000));
  if (isUp(definition, name, text)) return `${styled('green', '●')} ${name} ${styled('dim', text)}`;
  if (isDown(definition, name, text)) return `${styled('blue', '○')} ${styled('dim', `${name} ${text}`)}`;
  return `${styled('yellow', frames[Math.floor(night.at / 5_000) % frames.length] ?? '◐')} ${name} ${styled('yellow', text)} ${for_}`;
};

const headline = ({ run, at }: NightState): string => {
  if (!run) return styled('dim', 'waiting for the first schedule');
  const since = duration(((run.endedAt ?? at) - run.startedAt) / 1_000);
  const verb = run.action === 'start' ? '☀️  starting' : '🌙 stopping';
  if (run.outcome === undefined) return `${verb} for ${since}`;
  return `${run.action} ended ${styled(run.outcome === 'done' ? 'green' : 'red', run.outcome)} after ${since}`;
};

const bar = ({ scenario, at }: NightState, width: number): string => {
  const share = Math.min(1, Math.max(0, (at - scenario.fromMs) / (scenario.toMs - scenario.fromMs)));
  const done = Math.round(share * width);
  return `${styled('cyan', '━'.repeat(done))}${styled('dim', '─'.repeat(width - done))}`;
};

/** The lines of one frame. */
export const picture = (night: NightState): string[] => {
  const { definition } = night.scenario;
  const stageLines = night.stages.flatMap((names, index) => [
    styled('dim', `  stage ${index + 1} of ${night.stages.length}`),
    ...names.map((name) => `    ${look(night, name)}`),
  ]);
  return [
    `${styled('bold', definition.environment)}  ${dayTime(night.at, definition.timeZone)}  ${headline(night)}`,
    `${bar(night, 48)}  ${styled('dim', `${night.calls} API calls`)}`,
    ...stageLines,
    ...night.said.slice(-3).map((text) => `  ${styled('dim', 'Slack')} ${text}`),
  ];
};
