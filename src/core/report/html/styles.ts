import { type Palette, dark, light, plotRules } from './plotStyles.ts';

/** The report's whole look: no script, no font or picture from elsewhere, light and dark, screen and paper. */
export const styles = `
:root { color-scheme: light dark; ${variables(light)} }
@media (prefers-color-scheme: dark) { :root { ${variables(dark)} } }
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 15px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", sans-serif; }
main { max-width: 1240px; margin: 0 auto; padding: 36px 28px 72px; }
h1 { margin: 2px 0 4px; font-size: 28px; line-height: 1.2; letter-spacing: -.01em; }
h2 { margin: 52px 0 6px; font-size: 18px; letter-spacing: -.005em; }
h3 { margin: 0; font-size: 14px; }
p { margin: 0 0 10px; max-width: 75ch; }
a { color: var(--accent); }
.kicker { color: var(--muted); font-size: 12px; letter-spacing: .08em; text-transform: uppercase; margin: 0; }
.muted, .notes, figcaption { color: var(--muted); font-size: 13px; }
.meta { color: var(--muted); max-width: none; }
.verdict { margin: 26px 0 18px; padding: 22px 26px 16px; border-left: 4px solid var(--accent); border-radius: 4px 10px 10px 4px; background: var(--accent-soft); }
.verdict .headline { font-size: 21px; line-height: 1.4; font-weight: 600; letter-spacing: -.005em; max-width: 62ch; text-wrap: pretty; }
.tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(200px, 1fr)); gap: 12px; margin: 0; padding: 0; }
.tile { background: var(--card); border-radius: 10px; padding: 14px 16px; min-width: 0; }
.tile dt { color: var(--muted); font-size: 12.5px; }
.tile dd { margin: 0; overflow-wrap: anywhere; }
.tile .who { font-weight: 600; }
.tile .figure { color: var(--muted); font-size: 13px; }
.scroll { overflow-x: auto; margin: 10px 0 12px; }
table { border-collapse: collapse; font-variant-numeric: tabular-nums; font-size: 13.5px; }
.wide { width: 100%; }
th, td { padding: 7px 9px; border-bottom: 1px solid var(--line); text-align: right; white-space: nowrap; vertical-align: middle; }
thead th { color: var(--muted); font-weight: 500; font-size: 12.5px; vertical-align: bottom; }
th:first-child, td:first-child, .left { text-align: left; }
tbody th { font-weight: 500; }
.pill { display: block; width: max-content; white-space: nowrap; line-height: 17px; margin-top: 3px; padding: 0 8px; border-radius: 99px; background: var(--accent); color: var(--paper); font-size: 11px; font-weight: 600; }
.wide tbody th { position: sticky; left: 0; background: var(--paper); min-width: 124px; max-width: 230px; white-space: normal; overflow-wrap: anywhere; line-height: 1.35; }
tr.chosen td, .wide tbody tr.chosen th { background: var(--accent-soft); }
.cost { white-space: normal; min-width: 104px; }
.text { white-space: normal; min-width: 180px; }
td small, th small { display: block; color: var(--muted); font-size: 11.5px; font-weight: 400; white-space: nowrap; }
.best { font-weight: 700; }
.open { color: var(--ink); }
.pairs td, .pairs th { vertical-align: top; }
.pairs td { min-width: 118px; }
.pairs strong { font-weight: 600; }
.pairs thead th { white-space: normal; min-width: 118px; max-width: 170px; overflow-wrap: anywhere; }
.pairs tbody th, .changes th, .judges th { white-space: normal; min-width: 124px; max-width: 260px; overflow-wrap: anywhere; }
.judges th small { white-space: normal; color: var(--bad); }
.itself { background: var(--card); }
.group th { padding-top: 16px; text-align: left; font-weight: 600; }
.group small { display: inline; margin-left: 8px; }
.contents { display: flex; flex-wrap: wrap; gap: 4px 18px; margin: 22px 0 0; padding: 0; list-style: none; font-size: 13px; }
.bad { color: var(--bad); }
.good { color: var(--good); }
.quality { display: flex; align-items: center; justify-content: flex-end; gap: 10px; }
.quality > span { min-width: 92px; }
.interval { flex: none; width: 72px; height: 14px; }
.notes { margin: 0; padding-left: 18px; max-width: 95ch; }
.charts { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 460px), 1fr)); gap: 28px 32px; align-items: start; }
figure { margin: 10px 0 0; min-width: 0; }
figcaption { margin-top: 6px; max-width: 70ch; }
.plot { display: block; width: 100%; height: auto; max-width: 640px; }
${plotRules((name) => `var(--${name})`)}
.interval .bar { stroke: var(--muted); stroke-width: 2; }
.interval .mark { fill: var(--ink); }
.interval .track { stroke: var(--line); stroke-width: 1; }
.matrix th, .matrix td { border: 1px solid var(--paper); padding: 5px 8px; }
.matrix thead th { max-width: 110px; white-space: normal; overflow-wrap: anywhere; line-height: 1.25; text-align: center; }
.matrix tbody th { position: sticky; left: 0; background: var(--paper); max-width: 300px; overflow: hidden; text-overflow: ellipsis; border-bottom-color: var(--line); }
.matrix td { text-align: center; background: var(--card); min-width: 62px; }
.matrix td.fail { color: var(--bad); background: none; box-shadow: inset 0 0 0 1px var(--line); font-size: 12px; }
.matrix .many thead th { writing-mode: vertical-rl; transform: rotate(180deg); max-height: 150px; text-align: left; vertical-align: middle; }
.matrix thead th:first-child { text-align: left; }
.matrix .many thead th:first-child { writing-mode: horizontal-tb; transform: none; vertical-align: bottom; }
.q0 { background: rgba(var(--low), .42) !important; } .q1 { background: rgba(var(--low), .24) !important; }
.q2 { background: rgba(var(--high), .08) !important; } .q3 { background: rgba(var(--high), .2) !important; } .q4 { background: rgba(var(--high), .36) !important; }
details { border-bottom: 1px solid var(--line); }
summary { cursor: pointer; padding: 9px 4px; }
summary:focus-visible { outline: 2px solid var(--accent); outline-offset: 1px; }
summary .muted { margin-left: 8px; }
.case { padding: 2px 4px 18px 20px; }
.asked { margin-bottom: 14px; }
.answers { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 320px), 1fr)); gap: 14px; }
.answer { background: var(--card); border-radius: 8px; padding: 12px 14px; min-width: 0; }
.answer .bad { font-size: 13px; }
pre { margin: 8px 0; font: 12.5px/1.5 ui-monospace, "SF Mono", Menlo, Consolas, monospace; white-space: pre-wrap; overflow-wrap: anywhere; max-height: 420px; overflow-y: auto; }
.scores { margin: 6px 0 0; padding: 0; list-style: none; font-size: 12.5px; overflow-wrap: anywhere; }
.definitions { display: grid; grid-template-columns: minmax(130px, max-content) 1fr; gap: 6px 22px; font-size: 13.5px; margin: 10px 0; max-width: 100ch; }
.definitions dt { font-weight: 600; }
.definitions dd { margin: 0; color: var(--muted); }
footer { margin-top: 56px; padding-top: 14px; border-top: 1px solid var(--line); color: var(--muted); font-size: 12.5px; overflow-wrap: anywhere; }
@media (max-width: 640px) {
  main { padding: 22px 16px 48px; }
  h1 { font-size: 24px; }
  .verdict { padding: 16px 18px 10px; }
  .verdict .headline { font-size: 18px; }
  .tiles { grid-template-columns: 1fr 1fr; }
  .definitions { grid-template-columns: 1fr; gap: 0; }
  .definitions dd { margin-bottom: 8px; }
  .matrix tbody th, .wide tbody th { max-width: 150px; }
}
@media print {
  /* A page is as wide as 720 pixels; this makes room for the widest table. */
  main { zoom: .58; max-width: none; padding: 0; }
  h2, .group { break-after: avoid; }
  .contents { display: none; }
  figure, tr, .tile, .answer, .verdict { break-inside: avoid; }
  .scroll { overflow: visible; }
  pre { max-height: none; }
  * { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
}
`;

function variables(palette: Palette): string {
  return Object.entries(palette)
    .map(([name, value]) => `--${name}: ${value};`)
    .join(' ');
}
