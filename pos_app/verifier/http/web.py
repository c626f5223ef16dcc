"""The frame of every page for people: it says SIMULATION, needs no network and follows the reader's language."""

from collections.abc import Iterable, Mapping
from html import escape

from fastapi.responses import HTMLResponse

from pos_app.wording import Language, Wording

STYLE = """
:root { color-scheme: light dark; --ink: #1d2329; --soft: #5c6670; --line: #dde2e7; --ground: #f6f7f9; --card: #fff;
  --accent: #0b6bcb; --sim: #ffd54a; --good: #1a7f4b; --bad: #b3261e; --odd: #8a5a00; --odd-ground: #fff4d6;
  --bad-ground: #fdeceb; }
@media (prefers-color-scheme: dark) { :root { --ink: #e7eaee; --soft: #9aa5b1; --line: #343b43; --ground: #14171b;
  --card: #1c2127; --accent: #7db8ff; --good: #6fd3a0; --bad: #ff9a92; --odd: #ffcf70; --odd-ground: #3a2e12;
  --bad-ground: #3d1d1b; } }
* { box-sizing: border-box; }
body { font: 15px/1.55 system-ui, "Noto Sans SC", "Microsoft YaHei", "PingFang SC", sans-serif; margin: 0;
  background: var(--ground); color: var(--ink); }
.sim { background: repeating-linear-gradient(-45deg, var(--sim) 0 14px, #f5c518 14px 28px); color: #1d2329;
  font-weight: 700; text-align: center; padding: .35rem; letter-spacing: .08em; }
main { max-width: 76rem; margin: 0 auto; padding: 1.25rem 1.25rem 4rem; }
nav { display: flex; gap: 1.25rem; flex-wrap: wrap; max-width: 76rem; margin: 0 auto; padding: .75rem 1.25rem 0; }
a { color: var(--accent); text-decoration: none; } a:hover { text-decoration: underline; }
h1 { font-size: 1.5rem; margin: .5rem 0 .25rem; } h2 { font-size: 1.1rem; margin: 1.75rem 0 .5rem; }
.soft { color: var(--soft); } .good { color: var(--good); } .bad { color: var(--bad); } .odd { color: var(--odd); }
.cards { display: grid; grid-template-columns: repeat(auto-fill, minmax(16rem, 1fr)); gap: .9rem; margin: 1rem 0; }
.card { background: var(--card); border: 1px solid var(--line); border-radius: 10px; padding: .9rem 1rem; }
.card b { display: block; } a.card { color: inherit; }
a.card:hover { border-color: var(--accent); text-decoration: none; }
table { border-collapse: collapse; width: 100%; background: var(--card); border: 1px solid var(--line);
  border-radius: 10px; overflow: hidden; font-size: 14px; }
th, td { text-align: left; padding: .38rem .6rem; border-top: 1px solid var(--line); vertical-align: top; }
thead th { border-top: 0; color: var(--soft); font-weight: 600; white-space: nowrap; }
tbody tr:hover { background: color-mix(in srgb, var(--accent) 7%, transparent); }
tr.is-odd { background: var(--odd-ground); } tr.is-bad { background: var(--bad-ground); }
code, pre, .mono { font: 13px/1.5 ui-monospace, "Cascadia Mono", "DejaVu Sans Mono", monospace; }
pre { background: var(--card); border: 1px solid var(--line); border-radius: 10px; padding: .8rem; overflow: auto;
  max-height: 32rem; white-space: pre-wrap; overflow-wrap: anywhere; }
form.search { display: flex; gap: .6rem; flex-wrap: wrap; align-items: end; margin: .75rem 0 1rem; }
form.search label { display: grid; gap: .15rem; font-size: 12px; color: var(--soft); }
input, select, button { font: inherit; padding: .32rem .5rem; border: 1px solid var(--line); border-radius: 7px;
  background: var(--card); color: var(--ink); }
button { background: var(--accent); color: var(--card); border-color: var(--accent); cursor: pointer; }
.pill { border-radius: 99px; padding: .05rem .55rem; font-size: 12.5px; border: 1px solid currentColor;
  white-space: nowrap; }
.phone { max-width: 25rem; margin: 0 auto; background: var(--card); border: 1px solid var(--line); border-radius: 22px;
  padding: 1rem 1.25rem; }
.tabs { display: flex; gap: .35rem; flex-wrap: wrap; margin: .35rem 0; }
.tabs a { border: 1px solid var(--line); border-radius: 99px; padding: .15rem .7rem; font-size: 14px; }
.tabs a.chosen { background: var(--accent); color: var(--card); border-color: var(--accent); }
.qr svg { display: block; width: 100%; max-width: 20rem; margin: .75rem auto 0; border-radius: 10px; }
.life { height: 5px; border-radius: 3px; background: var(--line); overflow: hidden; margin: .6rem 0 .2rem; }
.life i { display: block; height: 100%; background: var(--accent); animation: ebb linear forwards; }
@keyframes ebb { from { width: 100%; } to { width: 0; } }
.is-refused { border-color: var(--bad); background: var(--bad-ground); margin: .9rem 0; }
dl { display: grid; grid-template-columns: auto 1fr; gap: .2rem .9rem; margin: .9rem 0; }
dt { color: var(--soft); } dd { margin: 0; text-align: right; font-variant-numeric: tabular-nums; }
.two { display: grid; grid-template-columns: repeat(auto-fit, minmax(24rem, 1fr)); gap: 1rem; }
"""
_HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; img-src data:",
    "Cache-Control": "no-store",
    "X-Simulation": "true",
}
_PLACES = (("/", "home"), ("/phone", "phone_page"), ("/journal", "journal"), ("/docs", "docs"))


def wording_for(accepted: str) -> Wording:
    """Speak Chinese to a reader whose browser puts it first, English to everybody else."""
    return Wording(Language.CHINESE if accepted.lower().startswith("zh") else Language.ENGLISH)


def page(wording: Wording, title: str, body: str, *, refresh_s: int | None = None) -> HTMLResponse:
    """Frame a page; `body` is HTML already. After `refresh_s` seconds the browser asks for it again."""
    again = "" if refresh_s is None else f'<meta http-equiv="refresh" content="{refresh_s}">'
    links = "".join(f'<a href="{path}">{text(wording.say(f"web.{name}"))}</a>' for path, name in _PLACES)
    return HTMLResponse(
        f'<!doctype html><html lang="{wording.language}"><head><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">{again}'
        f"<title>{text(title)} · 模拟 SIMULATION</title><style>{STYLE}</style></head><body>"
        f'<div class="sim">模拟 SIMULATION · {text(wording.say("web.nobody_real"))}</div>'
        f"<nav>{links}</nav><main><h1>{text(title)}</h1>{body}</main></body></html>",
        headers=_HEADERS,
    )


def text(value: object) -> str:
    """Write a text so that nothing in it is markup."""
    return escape(str(value))


def table(headings: Iterable[str], rows: Iterable[tuple[str, Iterable[str]]]) -> str:
    """Write rows of cells that are HTML already; the first part of a row is its class, or nothing."""
    head = "".join(f"<th>{text(heading)}</th>" for heading in headings)
    lines = (f'<tr class="{kind}">{"".join(f"<td>{cell}</td>" for cell in cells)}</tr>' for kind, cells in rows)
    return f"<table><thead><tr>{head}</tr></thead><tbody>{''.join(lines)}</tbody></table>"


def field(label: str, name: str, value: str, *, kind: str = "text") -> str:
    return f'<label>{text(label)}<input name="{name}" type="{kind}" value="{text(value)}"></label>'


def choice(label: str, name: str, value: str, options: Mapping[str, str]) -> str:
    """Write a field of few answers, `options` from value to words."""
    shown = "".join(
        f'<option value="{text(key)}"{" selected" if key == value else ""}>{text(words)}</option>'
        for key, words in options.items()
    )
    return f'<label>{text(label)}<select name="{name}">{shown}</select></label>'
