// Money that the time of the page did not cost.
import { dollars, type Saved } from '#core/cost.ts';
import type { SavedInTime } from '#savings/savings.ts';
import { type Html, html } from './html.ts';

const amount = ({ usd, confidence, reason }: Saved): string => {
  if (usd === undefined) return `unknown: ${reason ?? 'no price'}`;
  return confidence === 'C' ? `≈ ${dollars(usd)}` : dollars(usd);
};

const row = (one: Saved): Html =>
  html`<tr><td>${one.resource}</td><td>${one.hoursOff.toFixed(1)} h</td><td>${amount(one)}</td></tr>`;

export const savedSection = ({ resources, usd, usdUncertain, priceList }: SavedInTime): Html => {
  const more = usdUncertain > 0 && html`, and about ${dollars(usdUncertain)} by prices that are not certain (≈)`;
  return html`<section aria-labelledby="saved"><h2 id="saved">Not spent: ${dollars(usd)}</h2>
<p>By on-demand list prices of ${priceList.region} as of ${priceList.asOf}${more}.</p>
<div class="scroll" tabindex="0" role="region" aria-labelledby="saved"><table>
<thead><tr><th scope="col">resource</th><th scope="col">off</th><th scope="col">not spent</th></tr></thead>
<tbody>${resources.map(row)}</tbody>
</table></div>
</section>`;
};
