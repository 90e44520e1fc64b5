// One resource in the picture: how it stands, and the words and the colour for it. Pure.
import { isGate } from '#kinds/resource.ts';
import { isDown, isUp } from '#sim/invariants/history.ts';
import { duration, styled } from '../terminal/output.ts';
import { padded } from '../terminal/text-width.ts';
import type { NightState } from './state.ts';

type Appearance = 'up' | 'down' | 'moving' | 'trouble';

type ResourceView = {
  readonly appearance: Appearance;
  readonly text: string;
  readonly since: number;
  /** Checked only, never changed. */
  readonly gate: boolean;
  readonly trouble?: string;
};

const frames = ['◐', '◓', '◑', '◒'];
const frameMs = 5_000;

const isGateIn = ({ scenario }: NightState, name: string): boolean =>
  scenario.definition.resources.some((one) => one.name === name && isGate(one));

export const resourceView = (night: NightState, name: string): ResourceView => {
  const { definition } = night.scenario;
  const { text, since } = night.status.get(name) ?? { text: 'unknown', since: night.at };
  const gate = isGateIn(night, name);
  const trouble = night.trouble.get(name);
  const settled = isUp(definition, name, text) ? 'up' : !gate && isDown(definition, name, text) ? 'down' : 'moving';
  return { appearance: trouble ? 'trouble' : settled, text, since, gate, ...(trouble ? { trouble } : {}) };
};

const iconOf = (appearance: Appearance, at: number): string => {
  switch (appearance) {
    case 'up':
      return styled('green', '●');
    case 'down':
      return styled('blue', '○');
    case 'trouble':
      return styled('red', '✗');
    case 'moving':
      return styled('yellow', frames[Math.floor(at / frameMs) % frames.length] ?? '◐');
  }
};

const noteOf = ({ appearance, gate, since, trouble }: ResourceView, at: number): string => {
  if (trouble !== undefined) return styled('red', trouble);
  if (appearance === 'moving') return styled('dim', duration((at - since) / 1_000));
  return gate ? styled('dim', 'gate') : '';
};

/** `● camunda-db  available  …`; `name` is padded already. */
export const resourceText = ({ at }: NightState, view: ResourceView, name: string, stateWidth: number): string => {
  const { appearance, text } = view;
  const note = noteOf(view, at);
  const state = styled(appearance === 'moving' ? 'yellow' : 'dim', note === '' ? text : padded(text, stateWidth));
  const beside = note === '' ? '' : `  ${note}`;
  return `${iconOf(appearance, at)} ${appearance === 'down' ? styled('dim', name) : name}  ${state}${beside}`;
};
