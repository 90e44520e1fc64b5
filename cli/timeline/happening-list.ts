// What else happened, in the order of time.
import { offsetTime } from '#core/offset-time.ts';
import { dayTime } from '../terminal/local-time.ts';
import { type Html, html } from './html.ts';
import type { Happening } from './timeline.ts';

/** A night of faults has thousands; the first are shown, and the rest is counted. */
const shownMax = 300;

const item = ({ at, what, tone, text }: Happening, timeZone: string): Html =>
  html`<tr class="${tone}"><td><time datetime="${offsetTime(at, timeZone)}">${dayTime(at, timeZone)}</time></td><td>${what}</td><td>${text}</td></tr>`;

export const happeningList = (happenings: readonly Happening[], timeZone: string): Html => {
  const rest = happenings.length - shownMax;
  return html`<section aria-labelledby="happenings"><h2 id="happenings">What else happened</h2>
<div class="scroll" tabindex="0" role="region" aria-labelledby="happenings"><table>
<thead><tr><th scope="col">when</th><th scope="col">what</th><th scope="col"></th></tr></thead>
<tbody>${happenings.slice(0, shownMax).map((one) => item(one, timeZone))}</tbody>
</table></div>
${rest > 0 && html`<p>… and ${rest} more.</p>`}
</section>`;
};
