// `curfew status`: one environment in full, several in a line each, once or until Ctrl-C; for people or as JSON Lines.
import { allNames, loadedDefinitionFor } from '../files/environments.ts';
import { overviewLines, statusLines } from '../tables/status-table.ts';
import { onInterrupt } from '../terminal/on-interrupt.ts';
import { canRedraw, leftCode, terminalWidth } from '../terminal/output.ts';
import { siteOf } from './open-site.ts';
import { SiteError } from './site-error.ts';
import type { SiteOptions } from './site-options.ts';
import { isFine, type Status, statusOf } from './status.ts';
import { complainOf, tell, tellJson } from './tell.ts';
import { asked } from './versions.ts';

export type StatusOptions = SiteOptions & { readonly json?: true; readonly verbose?: true; readonly watch?: true };

const lookAt = (name: string, options: StatusOptions, isFirst: boolean): Promise<Status> => {
  const json = options.json || !isFirst || undefined;
  return siteOf(name, options, { otherwise: 'beginning', json })(async (site) => {
    // It is asked for its definition so that it has the one of that file.
    if (options.deployed !== undefined) await asked(site, { verb: 'current' }, 'current');
    return statusOf(site, loadedDefinitionFor(name));
  });
};

/** One after the other: an error in the first is reported before the second is read. */
const lookAtAll = async (names: readonly string[], options: StatusOptions): Promise<Status[]> => {
  const found: Status[] = [];
  for (const name of names) found.push(await lookAt(name, options, found.length === 0));
  return found;
};

const linesOf = (all: readonly Status[], options: StatusOptions): string[] => {
  const [only, ...others] = all;
  const width = terminalWidth();
  return only && others.length === 0
    ? statusLines(only, { width, verbose: options.verbose === true })
    : overviewLines(all, width);
};

const show = (all: readonly Status[], options: StatusOptions): void => {
  const where = { isSimulated: options.rehearsal === true };
  if (options.json) for (const status of all) tellJson(where, status);
  else tell(where, linesOf(all, options));
};

const everyMs = 5_000;

/** Until Ctrl-C. A terminal shows the last look; a pipe gets each that differs from the one before. */
const watch = async (names: readonly string[], options: StatusOptions): Promise<number> => {
  const { setTimeout: wait } = await import('node:timers/promises');
  const { clearLive, showLive } = await import('../terminal/live-output.ts');
  const leaving = new AbortController();
  const takeBack = onInterrupt(() => leaving.abort());
  const isLive = !options.json && canRedraw();
  let before = '';
  try {
    for (let look = 0; !leaving.signal.aborted; look++) {
      try {
        const all = await lookAtAll(names, options);
        const text = JSON.stringify(all.map(({ at: _, ...status }) => status));
        if (isLive) showLive([...linesOf(all, options), 'Ctrl-C ends it']);
        else if (text !== before) show(all, options);
        before = text;
      } catch (error) {
        // A look that fails is not the end of what is watched, unless it never worked.
        if (look === 0 || !(error instanceof SiteError)) throw error;
        complainOf({ isSimulated: false }, error.message);
      }
      await wait(everyMs, undefined, { signal: leaving.signal }).catch(() => {});
    }
    return leftCode;
  } finally {
    takeBack();
    if (isLive) clearLive();
  }
};

/** Answers with the exit code. */
export const showStatus = async (name: string | undefined, options: StatusOptions): Promise<number> => {
  const names = name === undefined ? allNames() : [name];
  if (options.watch) return watch(names, options);
  const all: Status[] = [];
  if (options.json || names.length === 1) {
    for (const one of names) {
      const status = await lookAt(one, options, all.length === 0);
      show([status], options);
      all.push(status);
    }
  } else {
    all.push(...(await lookAtAll(names, options)));
    show(all, options);
  }
  return all.every(isFine) ? 0 : 1;
};
