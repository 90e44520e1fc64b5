// Figures for people: one line each, with the ratio to the peer, what must be reached, and whether it is.
import { type Figure, isReached } from './figure.ts';

const three = (value: number): string =>
  Math.abs(value) >= 1_000 ? Math.round(value).toLocaleString('en-US') : String(Number(value.toPrecision(3)));

const marks = new Map([
  [true, '✓'],
  [false, '✗'],
  [undefined, ' '],
]);

const peerOf = ({ value, unit, peer, against = 'peer' }: Figure): string =>
  peer === undefined ? '' : `${peer === 0 ? '' : `${three(value / peer)} of `}${three(peer)} ${unit} (${against})`;

const limitOf = ({ limit, unit, atLeast }: Figure): string =>
  limit === undefined ? '' : `${atLeast ? '≥' : '≤'} ${three(limit)} ${unit}`;

export const figureLine = (figure: Figure): string =>
  [
    marks.get(isReached(figure)),
    figure.name.padEnd(28),
    `${three(figure.value)} ${figure.unit}`.padEnd(16),
    limitOf(figure).padEnd(18),
    peerOf(figure),
  ]
    .join('  ')
    .trimEnd();
