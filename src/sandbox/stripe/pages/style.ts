// The look of the hosted pages: one column, large targets, both colour schemes, contrast of at
// least 4.5 to 1, a focus ring that is always seen.

export const STYLE = `
:root {
  color-scheme: light dark;
  --ground: #f4f5f9; --paper: #fff; --ink: #1b1f33; --soft: #565c76; --line: #d5d8e4;
  --accent: #4b44d6; --on-accent: #fff; --bad: #a3162c; --bad-ground: #fdecee;
  --good: #0c6b45; --good-ground: #e6f6ee;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ground: #11131d; --paper: #1a1d2b; --ink: #eceefa; --soft: #a9afc9; --line: #363b52;
    --accent: #a19cff; --on-accent: #14122f; --bad: #ffb3bd; --bad-ground: #3c1820;
    --good: #86e0b6; --good-ground: #10301f;
  }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--ground); color: var(--ink);
  font: 16px/1.5 -apple-system, "Segoe UI", Roboto, Ubuntu, "Helvetica Neue", Arial, sans-serif; }
.ribbon { margin: 0; padding: 6px 16px; text-align: center; font-size: 14px;
  background: var(--ink); color: var(--ground); }
main { max-width: 520px; margin: 32px auto; padding: 0 16px; }
.sheet { background: var(--paper); border: 1px solid var(--line); border-radius: 16px;
  padding: 28px; }
h1 { margin: 0; font-size: 18px; font-weight: 600; color: var(--soft); }
h2 { margin: 28px 0 8px; font-size: 16px; }
.amount { margin: 4px 0 20px; font-size: 40px; font-weight: 700; letter-spacing: -.02em;
  font-variant-numeric: tabular-nums; }
.lines { margin: 0 0 24px; padding: 0; list-style: none; border-top: 1px solid var(--line); }
.lines li { display: flex; justify-content: space-between; gap: 16px; padding: 12px 0;
  border-bottom: 1px solid var(--line); }
.lines span:last-child { font-variant-numeric: tabular-nums; white-space: nowrap; }
fieldset { margin: 0 0 20px; padding: 0; border: 0; }
legend { padding: 0; margin-bottom: 6px; font-size: 14px; font-weight: 600; color: var(--soft); }
summary { padding: 10px 0; cursor: pointer; font-weight: 600; border-radius: 8px; }
.choice { display: flex; gap: 12px; align-items: center; min-height: 48px; padding: 8px 14px;
  border: 1px solid var(--line); cursor: pointer; }
.choice + .choice { border-top: 0; }
.choice:first-of-type { border-radius: 10px 10px 0 0; }
.choice:last-of-type { border-radius: 0 0 10px 10px; }
.choice:first-of-type:last-of-type { border-radius: 10px; }
.choice:has(:checked) { background: color-mix(in srgb, var(--accent) 12%, transparent); }
.choice input { flex: none; width: 18px; height: 18px; margin: 0; accent-color: var(--accent); }
.choice b { font-weight: 600; font-variant-numeric: tabular-nums; }
.choice small { display: block; font-size: 14px; color: var(--soft); }
.consent { font-size: 14px; color: var(--soft); }
button, .button { display: block; width: 100%; min-height: 48px; padding: 12px 16px; border: 0;
  border-radius: 10px; font: inherit; font-weight: 600; text-align: center; text-decoration: none;
  cursor: pointer; background: var(--accent); color: var(--on-accent); }
button:hover, .button:hover { filter: brightness(1.08); }
.plain { background: transparent; color: var(--ink); border: 1px solid var(--line);
  margin-top: 10px; }
.small { width: auto; min-height: 40px; padding: 6px 12px; margin: 0; font-size: 14px; }
.row { display: flex; gap: 8px; align-items: center; justify-content: space-between;
  flex-wrap: wrap; padding: 12px 0; border-bottom: 1px solid var(--line); }
.row div { display: flex; gap: 8px; }
.note { margin: 0 0 20px; padding: 12px 14px; border-radius: 10px; }
.bad { background: var(--bad-ground); color: var(--bad); }
.good { background: var(--good-ground); color: var(--good); }
@media (max-width: 480px) {
  body { background: var(--paper); }
  .ribbon { padding: 3px 12px; font-size: 12px; }
  main { margin: 0; padding: 0; }
  .sheet { padding: 20px 18px; border: 0; border-radius: 0; }
  .amount { margin-bottom: 14px; font-size: 34px; }
  .lines { margin-bottom: 18px; }
  summary { font-size: 15px; }
  .choice { padding: 8px 12px; }
  .choice b, .choice small { font-size: 14px; line-height: 1.35; }
  form > button:last-child:not(.plain) { position: sticky; bottom: 8px;
    box-shadow: 0 0 0 8px var(--paper); }
}
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
`;
