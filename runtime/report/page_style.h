#pragma once

namespace halenet {

/// The style sheet of a report's page: light or dark as the reader's system is, one column on small screens.
inline constexpr const char *page_style = R"(
:root { color-scheme: light dark; --page: #f4f6f8; --card: #ffffff; --ink: #1b1f24; --muted: #59636e;
  --line: #d5dae0; --blue: #0072b2; --orange: #c25400; }
@media (prefers-color-scheme: dark) { :root { --page: #101418; --card: #1a2027; --ink: #e8ebef; --muted: #a3adb8;
  --line: #3a434d; --blue: #5cb8ef; --orange: #ff9c54; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--page); color: var(--ink); line-height: 1.5;
  font-family: system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "DejaVu Sans", sans-serif; }
main { max-width: 74rem; margin: 0 auto; padding: 2rem 1.25rem 4rem; }
h1 { font-size: 2.2rem; line-height: 1.15; margin: 0; }
h2 { font-size: 1.35rem; margin: 2.75rem 0 1rem; }
h3 { font-size: 1.05rem; margin: 0 0 .6rem; }
p { margin: .4rem 0; }
.lead { font-size: 1.15rem; margin-top: 1.1rem; overflow-wrap: anywhere; }
.muted, figcaption, .cards small { color: var(--muted); }
.cards { display: grid; grid-template-columns: repeat(auto-fit, minmax(9.5rem, 1fr)); gap: 1rem;
  margin: 1.5rem 0 0; padding: 0; list-style: none; }
.cards li, .card { background: var(--card); border: 1px solid var(--line); border-radius: .6rem; padding: 1rem 1.1rem; }
.cards span { display: block; color: var(--muted); font-size: .9rem; }
.cards span::first-letter { text-transform: uppercase; }
.cards strong { font-size: 1.7rem; font-weight: 600; line-height: 1.3; }
.cards small { display: block; font-size: .85rem; }
.columns { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 27rem), 1fr)); gap: 1rem; }
.columns > *, .stack > * { min-width: 0; }
.stack { display: grid; gap: 1rem; }
figure { margin: 0; }
.scroll { overflow: auto; }
.card > .scroll:has(table) { max-height: 30rem; }
.card > .scroll:has(.tall) { max-height: none; }
figure svg { display: block; width: 100%; height: auto; margin: 0 auto; }
figcaption { font-size: .9rem; margin-top: .6rem; max-width: 60rem; }
image { image-rendering: pixelated; }
table { border-collapse: collapse; font-size: .92rem; font-variant-numeric: tabular-nums; }
th, td { text-align: right; padding: .28rem .7rem; border-bottom: 1px solid var(--line); white-space: nowrap; }
th { font-weight: 600; white-space: normal; vertical-align: bottom; }
th:first-child, td:first-child { padding-left: 0; }
.facts { width: 100%; }
.facts th { color: var(--muted); font-weight: 400; text-align: left; vertical-align: top; }
.facts td { text-align: left; white-space: normal; overflow-wrap: anywhere; }
.layers th:nth-child(-n+2), .layers td:nth-child(-n+2) { text-align: left; }
.plans th:last-child, .plans td:last-child { text-align: left; }
.plans td, .plans th { padding-inline: .5rem; }
.plans td { vertical-align: top; }
.plans td:last-child { white-space: normal; min-width: 14rem; }
.tall th:first-child, .tall td:first-child { text-align: left; }
.matrix td, .matrix th { padding: .2rem .45rem; }
.right { color: var(--blue); font-weight: 600; }
.wrong { color: var(--orange); font-weight: 600; }
.note { border-left: .3rem solid var(--orange); padding: .6rem 1rem; background: var(--card); margin: 1.2rem 0 0; }
details { margin-top: .8rem; }
summary { cursor: pointer; color: var(--muted); font-size: .9rem; }
details > * + * { margin-top: .6rem; }
pre { margin: 0; white-space: pre-wrap; overflow-wrap: anywhere; font-size: .92rem; }
@media print { body { background: none; } .card, .cards li { break-inside: avoid; } }
)";

} // namespace halenet
