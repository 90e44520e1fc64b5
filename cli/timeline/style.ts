// The page's looks: light and dark by the reader's system, one column on a phone.
export const style = `
:root { color-scheme: light dark; --text: light-dark(#1a1d21, #e7e9ec); --soft: light-dark(#5c6670, #9aa4af);
  --page: light-dark(#ffffff, #14171a); --line: light-dark(#d9dee3, #2c333a); --done: light-dark(#187441, #3fbf75);
  --bad: light-dark(#c62f2f, #ff6b6b); --warn: light-dark(#9a6200, #e8b04b); --idle: light-dark(#aab4be, #56616c);
  --critical: light-dark(#0b5fff, #6ea3ff); }
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 1.5rem; max-width: 75rem; color: var(--text); background: var(--page);
  font: 1rem/1.5 system-ui, sans-serif; font-variant-numeric: tabular-nums; }
h1 { font-size: 1.5rem; margin: 0; } h2 { font-size: 1.2rem; margin: 2.5rem 0 .25rem; } h3 { font-size: .85rem; color: var(--soft); margin: 1rem 0 .25rem; font-weight: 600; }
p { margin: .25rem 0; } header p, .run, small { color: var(--soft); } .run { font-size: .8rem; }
a { color: inherit; } nav a { display: inline-flex; gap: .5rem; align-items: center; text-decoration: none; } nav a > :last-child { text-decoration: underline; } nav ul, .rows, .warnings, .legend { list-style: none; margin: .5rem 0; padding: 0; } nav li { margin: .25rem 0; }
dl { display: flex; flex-wrap: wrap; gap: .25rem 2rem; margin: .5rem 0; } dt { font-size: .8rem; color: var(--soft); } dd { margin: 0; overflow-wrap: anywhere; }
.legend { font-size: .85rem; color: var(--soft); } .legend b { color: var(--text); } .legend li { margin: .25rem 0; }
.legend span { display: inline-block; width: 1.5rem; height: .8rem; margin: 0 .4rem 0 0; border-radius: .2rem; vertical-align: -.1rem; } .legend .mark { width: 3px; }
.legend .bar.lighter { background: linear-gradient(to right, var(--done) 50%, color-mix(in srgb, var(--page) 30%, var(--done)) 0); }
.tag { display: inline-block; min-width: 4.5rem; padding: 0 .5rem; border-radius: 1rem; border: 1px solid currentColor; font-size: .75rem; text-align: center; font-weight: 400; vertical-align: middle; }
.tag.done { color: var(--done); } .tag.partial, .tag.failed, .tag.refused { color: var(--bad); }
.tag.blocked, .tag.superseded, .tag.stale { color: var(--warn); } .tag.skipped, .tag.duplicate, .tag.dry-run { color: var(--soft); }
.tag.simulated { color: var(--warn); font-size: .8rem; font-weight: 600; } .failures { border: 1px solid var(--bad); border-radius: .5rem; padding: .25rem 1rem 1rem; margin-top: 1rem; } .failures h2 { margin-top: .75rem; color: var(--bad); } .failures li { margin: .75rem 0; }
body:has(#only-failed:checked) li.fine, body:has(#only-failed:checked) h3:not(.failures h3):not(:has(+ ul > li.trouble)) { display: none; }
.warnings li { color: var(--warn); } .warnings li::before { content: "⚠ "; }
summary, .axis { display: grid; grid-template-columns: 14rem 1fr 6rem 5rem; gap: .75rem; align-items: center; }
summary { cursor: pointer; padding: .15rem .25rem; border-radius: .25rem; list-style: none; }
summary::-webkit-details-marker { display: none; } summary:hover { background: color-mix(in srgb, var(--line) 50%, transparent); }
:focus-visible { outline: 2px solid var(--critical); outline-offset: 1px; }
.name { overflow-wrap: anywhere; line-height: 1.2; } .name small { display: block; font-size: .7rem; }
.track { position: relative; height: 1.25rem; background: color-mix(in srgb, var(--line) 35%, transparent); border-radius: .2rem; overflow: hidden; }
.track span { position: absolute; top: 0; bottom: 0; }
.wait { background: repeating-linear-gradient(135deg, var(--line) 0 2px, transparent 2px 6px); }
.bar { background: var(--idle); border-radius: .2rem; } .bar.done { background: var(--done); } .bar.failed, .bar.refused { background: var(--bad); } .bar.blocked { background: var(--warn); }
.bar.critical { box-shadow: inset 0 -.35rem 0 var(--critical); }
.phase { background: color-mix(in srgb, var(--page) 30%, transparent); bottom: .35rem !important; }
.mark { width: 3px; margin-left: -1px; background: var(--warn); } .mark.bad { background: var(--bad); }
.money .row { display: grid; grid-template-columns: 14rem 1fr 7rem; gap: .75rem; align-items: center; margin: .2rem 0; } .money .group { margin: .75rem 0; }
.bar.planned { background: var(--idle); } .bar.actual { background: var(--critical); } .bar.ahead { background: color-mix(in srgb, var(--critical) 40%, transparent); } .bar.saved { background: var(--done); }
.took { text-align: right; white-space: nowrap; }
.why { margin: .25rem 0 .75rem .5rem; padding-left: .75rem; border-left: 3px solid var(--line); font-size: .9rem; } .why ol, .why ul { margin: .25rem 0; padding-left: 1.2rem; }
.axis { position: relative; height: 1.25rem; display: block; margin: 1rem 13rem 0 15rem; font-size: .75rem; color: var(--soft); }
.axis span { position: absolute; transform: translateX(-50%); white-space: nowrap; } .axis span[style="left:0%"] { transform: none; }
.scroll { overflow-x: auto; } table { border-collapse: collapse; font-size: .85rem; width: 100%; }
th, td { text-align: left; padding: .25rem .75rem .25rem 0; border-top: 1px solid var(--line); vertical-align: top; } td:nth-child(-n+2) { white-space: nowrap; }
td:last-child { overflow-wrap: anywhere; } tr.bad td:last-child { color: var(--bad); } tr.warning td:last-child { color: var(--warn); } tr.good td:last-child { color: var(--done); }
@media (max-width: 45rem) { body { padding: 1rem; } summary { grid-template-columns: 1fr auto auto; row-gap: .2rem; padding-block: .35rem; } .name small { display: none; }
  .track { grid-column: 1 / -1; grid-row: 2; } .axis { margin: 1rem 0 0; } td:nth-child(-n+2) { white-space: normal; } .money .row { grid-template-columns: 1fr auto; } }
@media print { details > .why { display: block; } }
`;
