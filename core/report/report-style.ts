/** The report's style sheet: light and dark by the reader's preference, quiet on paper, nothing loaded from elsewhere. */
export const reportStyle = `
:root {
  color-scheme: light dark;
  --page: #ffffff; --ink: #1c2430; --soft: #5a6675; --line: #dfe4ea; --panel: #f6f8fa;
  --good: #1a7f4b; --good-back: #e3f5ea; --bad: #b42318; --bad-back: #fdeae8; --warn: #8a5a00; --warn-back: #fdf3dc; --calm: #2457a6; --calm-back: #e8f0fc;
  --prepare: #8a94a3; --replicate: #6ea8e8; --failover: #e08a2b; --verify: #8f6fd0; --commit: #b0468b; --protect: #2f9e63; --wait: #cfd6de;
}
@media (prefers-color-scheme: dark) {
  :root {
    --page: #14181e; --ink: #e4e8ee; --soft: #9aa6b4; --line: #2d3540; --panel: #1b2129;
    --good: #62d296; --good-back: #15301f; --bad: #ff9a8f; --bad-back: #3a1a17; --warn: #f0c36a; --warn-back: #33280f; --calm: #8fb8f5; --calm-back: #172741;
    --prepare: #7d8896; --replicate: #4f8fd8; --failover: #e39a47; --verify: #a58be0; --commit: #d06bab; --protect: #43b87a; --wait: #3a4552;
  }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--page); color: var(--ink); font: 15px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "DejaVu Sans", sans-serif; }
main { max-width: 1120px; margin: 0 auto; padding: 2rem 1.5rem 3rem; }
h1 { font-size: 1.7rem; line-height: 1.25; margin: 0; overflow-wrap: anywhere; }
h2 { font-size: 1.15rem; margin: 2.4rem 0 .7rem; }
p { margin: .4rem 0; max-width: 75ch; overflow-wrap: anywhere; }
.soft { color: var(--soft); }
.badge { display: inline-block; padding: .1rem .6rem; border-radius: 1rem; font-size: .85rem; font-weight: 600; white-space: nowrap; background: var(--calm-back); color: var(--calm); }
.badge.good { background: var(--good-back); color: var(--good); } .badge.bad { background: var(--bad-back); color: var(--bad); } .badge.warn { background: var(--warn-back); color: var(--warn); }
.lead { font-size: 1.1rem; margin: .9rem 0 1.2rem; }
.figures { display: grid; grid-template-columns: repeat(auto-fit, minmax(125px, 1fr)); gap: .8rem; margin: 0; }
.figures div { background: var(--panel); border: 1px solid var(--line); border-radius: 8px; padding: .7rem .9rem; }
.figures dt { color: var(--soft); font-size: .85rem; } .figures dd { margin: .1rem 0 0; font-size: 1.25rem; font-weight: 600; } .figures dd small { display: block; font-size: .8rem; font-weight: 400; color: var(--soft); }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-size: .92rem; font-variant-numeric: tabular-nums; }
th { text-align: left; font-weight: 600; color: var(--soft); font-size: .82rem; border-bottom: 2px solid var(--line); white-space: nowrap; }
th, td { padding: .4rem .9rem .4rem 0; vertical-align: top; } td { border-bottom: 1px solid var(--line); overflow-wrap: break-word; }
td.number, th.number { text-align: right; white-space: nowrap; } td.time, td.whole { white-space: nowrap; } td.name { font-weight: 600; }
code { font: .88em ui-monospace, "Cascadia Mono", Menlo, "DejaVu Sans Mono", monospace; overflow-wrap: anywhere; }
pre { background: var(--panel); border: 1px solid var(--line); border-radius: 6px; padding: .6rem .8rem; white-space: pre-wrap; overflow-wrap: anywhere; margin: .4rem 0; }
.card { border: 1px solid var(--line); border-left: 4px solid var(--bad); border-radius: 6px; padding: .6rem .9rem; margin: .6rem 0; break-inside: avoid; } .card.warn { border-left-color: var(--warn); } .card h3 { font-size: 1rem; margin: 0 0 .3rem; overflow-wrap: anywhere; } .card p { white-space: pre-line; } .card dl { margin: .3rem 0 0; } .card dt { color: var(--soft); font-size: .82rem; } .card dd { margin: 0 0 .4rem; white-space: pre-line; overflow-wrap: anywhere; }
details summary { cursor: pointer; color: var(--soft); }
.legend { list-style: none; display: flex; flex-wrap: wrap; gap: .3rem 1.1rem; padding: 0; margin: 0 0 .5rem; font-size: .85rem; color: var(--soft); } .legend i { display: inline-block; width: .9rem; height: .65rem; border-radius: 2px; margin-right: .4rem; }
.timeline { width: 100%; min-width: 720px; display: block; font-size: 12px; } .timeline text { fill: var(--ink); } .timeline .wave { font-weight: 700; } .timeline .tick { fill: var(--soft); font-size: 11px; } .timeline .day { font-weight: 600; } .timeline .grid { stroke: var(--line); }
.bar { stroke: none; }
.prepare { fill: var(--prepare); background: var(--prepare); } .replicate { fill: var(--replicate); background: var(--replicate); } .failover { fill: var(--failover); background: var(--failover); } .verify { fill: var(--verify); background: var(--verify); }
.commit { fill: var(--commit); background: var(--commit); } .protect { fill: var(--protect); background: var(--protect); } .wait { fill: var(--wait); background: var(--wait); } .broken { fill: var(--bad); background: var(--bad); }
footer p { max-width: none; } footer { margin-top: 2.5rem; padding-top: .8rem; border-top: 1px solid var(--line); color: var(--soft); font-size: .85rem; }
@media print { body { font-size: 11px; } main { max-width: none; padding: 0; } h2 { break-after: avoid; } tr, .figures div { break-inside: avoid; } .scroll { overflow: visible; } .timeline { min-width: 0; } * { print-color-adjust: exact; -webkit-print-color-adjust: exact; } }
@media print and (prefers-color-scheme: dark) {
  :root { --page: #fff; --ink: #000; --soft: #444; --line: #ccc; --panel: #fff; --good: #1a7f4b; --good-back: #fff; --bad: #b42318; --bad-back: #fff; --warn: #8a5a00; --warn-back: #fff; --calm: #2457a6; --calm-back: #fff; }
}
`;
