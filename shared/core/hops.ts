// How often a message of Curfew has been sent on by Curfew, here or in another environment: two that send each other copies would
// never stop. It travels as an attribute beside the message. Pure.

export const hopsAttribute = 'curfew-hops';

/** A message that was sent on so often is sent on no more. Nobody needs a second copy of a copy. */
export const hopsMax = 3;

/** Of a message that says nothing of it: none. Of one that says nonsense: as many as there may be. */
export const hopsOf = (attributes: Readonly<Record<string, string>> | undefined): number => {
  const value = attributes?.[hopsAttribute];
  if (value === undefined) return 0;
  return /^\d{1,3}$/.test(value) ? Math.min(hopsMax, Number(value)) : hopsMax;
};
