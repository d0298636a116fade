import { createHash } from 'node:crypto';
import { Html } from './html.ts';

const css = `
:root { color-scheme: light dark;
  --paper: light-dark(#fdfcfa, #16181a); --card: light-dark(#fff, #1d2023); --ink: light-dark(#23262a, #e4e2dd);
  --quiet: light-dark(#656b73, #9aa0a8); --line: light-dark(#e4e0d8, #32363b); --accent: light-dark(#8a5a00, #e3b04b);
  --code: light-dark(#f5f2ec, #23272b); --done: light-dark(#1d6b3f, #6cc492);
  --get: light-dark(#1b5e8c, #7db9e3); --post: light-dark(#1d6b3f, #6cc492); --put: light-dark(#8a5a00, #e3b04b);
  --patch: light-dark(#6a4a9c, #b79be0); --delete: light-dark(#a3302a, #ea8d86);
  --mono: ui-monospace, "SF Mono", "Cascadia Code", Menlo, Consolas, monospace; }
* { box-sizing: border-box; }
html { scroll-behavior: smooth; scroll-padding-top: 1.5rem; -webkit-text-size-adjust: 100%; }
@media (prefers-reduced-motion: reduce) { html { scroll-behavior: auto; } }
body { margin: 0 auto; max-width: 62rem; padding: 1.5rem clamp(1rem, 4vw, 2.5rem) 5rem; background: var(--paper); color: var(--ink);
  font: 1rem/1.6 system-ui, -apple-system, "Segoe UI", Roboto, sans-serif; overflow-wrap: break-word; }
h1, h2, h3 { line-height: 1.25; letter-spacing: -0.01em; text-wrap: balance; }
h1 { font-size: clamp(1.8rem, 5vw, 2.5rem); margin: 1rem 0 0.5rem; }
h2 { font-size: 1.35rem; margin: 2.75rem 0 0.75rem; }
h3 { font-size: 1.05rem; margin: 1.5rem 0 0.4rem; }
p { margin: 0.5rem 0; max-width: 42rem; }
a { color: var(--accent); text-underline-offset: 0.2em; }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
nav.top { display: flex; flex-wrap: wrap; gap: 0.25rem 1.25rem; font-size: 0.9rem; }
code, pre { font-family: var(--mono); font-size: 0.86em; }
code { background: var(--code); border-radius: 4px; padding: 0.1em 0.35em; }
pre { background: var(--code); border-radius: 8px; padding: 0.9rem 1rem; overflow-x: auto; line-height: 1.5; }
pre code { background: none; padding: 0; font-size: 1em; }
.lead { font-size: 1.12rem; color: var(--quiet); }
.quiet { color: var(--quiet); }
.small { font-size: 0.86rem; }
.guide { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(19rem, 100%), 1fr)); gap: 0 2rem; }
input[type=search] { width: 100%; font: inherit; padding: 0.6rem 0.9rem; border: 1px solid var(--line); border-radius: 8px;
  background: var(--card); color: inherit; }
progress { appearance: none; width: 6rem; height: 0.4rem; border: 0; border-radius: 3px; overflow: hidden; background: var(--line); vertical-align: middle; }
progress::-webkit-progress-bar { background: var(--line); }
progress::-webkit-progress-value { background: var(--done); }
progress::-moz-progress-bar { background: var(--done); }
details.section { border-top: 1px solid var(--line); }
details.section:last-of-type { border-bottom: 1px solid var(--line); }
details.section > summary { display: flex; flex-wrap: wrap; align-items: center; gap: 0.15rem 0.9rem; padding: 0.55rem 0.2rem; cursor: pointer; }
details.section > summary::-webkit-details-marker { display: none; }
details.section > summary::before { content: ""; width: 0.45rem; height: 0.45rem; margin: 0 0.15rem; border: solid var(--quiet);
  border-width: 0 2px 2px 0; rotate: -45deg; }
details.section[open] > summary::before { rotate: 45deg; }
details.section > summary:hover .name { color: var(--accent); }
details.section > summary .name { font-weight: 600; }
details.section > summary .what { flex: 1 1 16rem; color: var(--quiet); font-size: 0.9rem; }
details.section > summary .count { font-size: 0.84rem; color: var(--quiet); font-variant-numeric: tabular-nums; white-space: nowrap; }
ul.operations { list-style: none; margin: 0 0 0.8rem; padding: 0; }
details.section ul.operations { padding-left: 1.45rem; }
ul.operations li { display: flex; flex-wrap: wrap; gap: 0 0.7rem; padding: 0.22rem 0.2rem; align-items: baseline; }
ul.operations a { text-decoration: none; font-weight: 500; }
ul.operations a:hover { text-decoration: underline; }
ul.operations .quiet { font-size: 0.9rem; }
.method { font: 600 0.72rem/1.5 var(--mono); display: inline-block; min-width: 3.6rem; }
.get { color: var(--get); } .post { color: var(--post); } .put { color: var(--put); } .patch { color: var(--patch); } .delete { color: var(--delete); }
article { background: var(--card); border: 1px solid var(--line); border-radius: 12px; padding: 1.1rem clamp(0.9rem, 3vw, 1.5rem) 1.3rem; margin: 1.25rem 0; }
article h2 { margin: 0; font-size: 1.2rem; }
article h2 a { color: inherit; text-decoration: none; }
.path { font-family: var(--mono); font-size: 0.9rem; margin: 0.35rem 0; }
.tag { display: inline-block; font-size: 0.78rem; border: 1px solid var(--line); border-radius: 1rem; padding: 0.02rem 0.6rem; margin: 0 0.3rem 0.3rem 0; color: var(--quiet); }
.tag.done { color: var(--done); border-color: currentColor; }
dl.fields { margin: 0.3rem 0; }
dl.fields > div { border-top: 1px solid var(--line); padding: 0.35rem 0; display: grid; grid-template-columns: minmax(10rem, 16rem) 1fr; gap: 0 1rem; }
@media (max-width: 36rem) { dl.fields > div { grid-template-columns: 1fr; } }
dl.fields dt { font-family: var(--mono); font-size: 0.85rem; font-weight: 600; min-width: 0; overflow-wrap: anywhere; }
dl.fields dd { margin: 0; font-size: 0.88rem; min-width: 0; }
dl.fields dd.inside { grid-column: 1 / -1; }
details.shape { margin: 0.3rem 0; }
details.shape > summary { cursor: pointer; font-size: 0.9rem; color: var(--accent); }
details.shape > dl, details.shape > pre { margin-left: 0.25rem; padding-left: 0.75rem; border-left: 2px solid var(--line); }
[hidden] { display: none !important; }
`;

// Filters what carries data-search by the words in the search box; groups without a match disappear.
const script = `
const box = document.getElementById('search');
const items = [...document.querySelectorAll('[data-search]')];
const groups = [...document.querySelectorAll('[data-group]')];
const none = document.getElementById('none');
const filter = () => {
  const words = box.value.toLowerCase().split(/\\s+/).filter(Boolean);
  let shown = 0;
  for (const item of items) {
    item.hidden = !words.every((word) => item.dataset.search.includes(word));
    if (!item.hidden) shown += 1;
  }
  for (const group of groups) {
    group.hidden = words.length > 0 && !group.querySelector('[data-search]:not([hidden])');
    if (group.tagName === 'DETAILS') group.open = words.length > 0 && !group.hidden;
  }
  none.hidden = shown > 0;
};
box.addEventListener('input', filter);
document.addEventListener('keydown', (event) => {
  if (event.key === '/' && document.activeElement !== box) { event.preventDefault(); box.focus(); }
});
filter();
`;

const hash = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

export const styleElement = new Html(`<style>${css}</style>`);
export const scriptElement = new Html(`<script>${script}</script>`);

/** The policy to send with every page of the reference: nothing from elsewhere, and only the style and script above in line. */
export const referenceContentSecurityPolicy = [
  "default-src 'none'",
  `style-src ${hash(css)}`,
  `script-src ${hash(script)}`,
  "img-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');
