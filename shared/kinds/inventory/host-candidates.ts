// The words in a value that could be names of hosts. What is not one is of no harm: words are only compared with names that
// are known, and never shown.

/** A variable whose whole value may be the name of a host: `DB_HOST`, `ENGINE_URL`. */
const namesHost = /(host|hostname|addr|address|endpoint|endpoints|server|servers|url|uri|broker|brokers)$/i;

/** User and password of an address; they may look like a host. */
const userInfo = /\/\/[^/@\s]*@/g;

/** A full name may stand anywhere, one without a dot only where only a host can: `//camunda/…`, `camunda:8080`. */
const full = /[a-z0-9_-]+(?:\.[a-z0-9_-]+)+/g;
const short = /\/\/([a-z0-9_-]+)(?=[:/?,\s]|$)|(?<![\w.@/-])([a-z][a-z0-9_-]*):\d/g;
const alone = /^[a-z][a-z0-9_-]*$/;

export const hostCandidates = (variable: string, value: string): string[] => {
  const text = value.trim().toLowerCase().replaceAll(userInfo, '//');
  const shorts = [...text.matchAll(short)].map(([, behindSlashes, beforePort]) => behindSlashes ?? beforePort ?? '');
  const whole = namesHost.test(variable) && alone.test(text) ? [text] : [];
  return [...new Set([...(text.match(full) ?? []), ...shorts, ...whole])];
};
