// The progress of CloudFormation: drawn again in its place on a terminal, a line now and then elsewhere.
import type { Show } from '#deploy/stack/update.ts';
import type { Site } from '../live/site.ts';
import { complainOf } from '../live/tell.ts';

const everyMs = 15_000;

type Drawn = Show & { readonly end: () => void };

export const progressOf = async (site: Site, total: number, isQuiet: boolean): Promise<Drawn> => {
  const isDrawn = process.stderr.isTTY && process.stdout.isTTY && !isQuiet && !site.isSimulated;
  const live = isDrawn ? await import('../terminal/live-output.ts') : undefined;
  let toldMs = Number.NEGATIVE_INFINITY;
  const say = (text: string): void => {
    live?.clearLive();
    if (!isQuiet) complainOf(site, text);
  };
  return {
    say,
    progress({ done, failed, latest }) {
      const of = total > 0 ? ` of about ${total}` : '';
      const line = `CloudFormation: ${done}${of} done${failed > 0 ? `, ${failed} failed` : ''}${latest ? `; ${latest}` : ''}`;
      if (live) return live.showLive([line]);
      const now = site.ports.runtime.now().getTime();
      if (now - toldMs < everyMs) return;
      toldMs = now;
      say(line);
    },
    end: () => live?.clearLive(),
  };
};
