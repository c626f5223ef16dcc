"""The documentation as one page that needs no network: addresses, worked examples, and every field of every trade."""

from collections.abc import Iterable, Sequence
from html import escape

import simplejson

from pos_app.verifier.authorities import Remedy
from pos_app.verifier.fault_spec import CAUSES
from pos_app.verifier.faults import FaultPoint
from pos_app.verifier.http.examples import Example, control_examples
from pos_app.wire.messages import TRADES
from pos_app.wire.specification import SheetField, decode_fields, trade_fields

_STYLE = """
body { font: 16px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 60rem; padding: 0 1rem; color: #222; }
.simulation { background: #ffd54a; color: #222; font-weight: 700; padding: .5rem 1rem; }
pre { background: #f4f4f4; overflow-x: auto; padding: .75rem; font-size: 13px; }
table { border-collapse: collapse; font-size: 14px; }
td, th { border: 1px solid #ccc; padding: .2rem .5rem; text-align: left; }
summary { cursor: pointer; font-weight: 600; padding: .25rem 0; }
@media (prefers-color-scheme: dark) {
  body { background: #16181c; color: #e6e6e6; } pre { background: #22252b; } td, th { border-color: #444; }
  a { color: #8ab4f8; } }
"""
_STEPS = (
    "<p>每一步用到前面的应答：请替换 <code>${…}</code>。<code>${now}</code> 是 yyyyMMddHHmmss 时间，"
    "<code>${today}</code> 是 yyyy-MM-dd 日期。</p>"
    "<p>Each step uses what an earlier one answered: put it in the place of <code>${…}</code>. "
    "<code>${now}</code> is the time as yyyyMMddHHmmss and <code>${today}</code> the day as yyyy-MM-dd.</p>"
    "<p>Files go up in the envelope or in a form (<code>jsonStr</code> and <code>file</code>), and come down in the "
    "envelope's <code>out</code> or, with <code>Accept: application/octet-stream</code> or where the region has "
    "<code>download_as_file</code>, as they are.</p>"
)
_FAULTS = (
    "<p>用 <code>POST /control/faults</code> 布置，或在请求头写 <code>X-Sim-Fault: 故障点</code>，只对该请求有效；"
    "<code>times = 0</code> 表示一直有效。</p>"
    '<p>Arm one with <code>POST /control/faults</code>, many with <code>{"faults": […]}</code> or with '
    "<code>pos-app serve --faults FILE</code> (the same as TOML, <code>[[faults]]</code>; <code>times = 0</code> "
    "never wears off), or send <code>X-Sim-Fault: point</code> with the request that it is for. A name alone will do: "
    "a point's, a refusal's code, or one of the causes that integrators know.</p>"
)
_CONTROL = (
    ("GET /control", "how the simulation is set: region, clock, armed faults"),
    ("GET /control/people", "the personas: id, masked name, what each makes happen"),
    ("POST /control/people/{id}/codes", "a fresh code: {kind: certificate|social-card|card, channel, member, by_hand}"),
    ("POST /control/people/{id}/consent", "the payment password, on the customer's phone: {password, member}"),
    ("POST /control/people/{id}/password", "a new one: {channel, new, and face, or name and certno}"),
    (
        "GET, POST /control/people/{id}/activation/{channel}",
        "open the certificate step by step: {} or {face} or {name, certno} or {password}",
    ),
    ("POST /control/people/{id}/family", "{name, certno, relation, commitment, household_papers}"),
    ("DELETE /control/people/{id}/family/{member}", "let a member go"),
    ("PUT /control/people/{id}/family/{member}/sharing", "mutual aid: {shared}"),
    ("PUT /control/people/{id}/place", "switch to another place of insurance: {area}"),
    ("POST /control/people/{id}/authority", f"put data right: {{remedy: {'|'.join(Remedy)}}}"),
    ("GET, POST, DELETE /control/faults", "armed faults: {name, point, infno, person, times, probability, seed, code}"),
    ("GET, POST /control/clock", "the virtual clock: {freeze | set | advance_s | reset}"),
    ("GET /phone", "the customer's phone, for a browser: a code to hold before a camera"),
    ("GET /journal", "every envelope in and out, for the eye; each laid beside the sheet"),
    ("GET /control/journal", "the same for scripts, masked; filters; format=json|jsonl|csv; /{number}/diff"),
    ("POST /pay/orders", "the simulated pay channel beside it: {order_no, amount_fen, code}; /{order_no}/query …"),
    ("GET /health", "is it there"),
    ("GET /openapi.json", "this, for machines"),
)


def documentation(examples: Sequence[Example], address: str) -> str:
    """Give the page; the commands on it are for the address it was asked at."""
    parts = (
        "<h1>pos-app verifier</h1>",
        '<p class="simulation">模拟 SIMULATION · not a real insurance platform, and no real person is in it</p>',
        "<h2>地址 Addresses</h2>",
        _table(("地址 address", "用途 what"), _CONTROL),
        "<h2>柜台的一天，逐笔交易 A day at the counter, trade by trade</h2>",
        _STEPS,
        *(_example(example, address) for example in examples),
        "<h2>手机与控制接口 The phone, and what a script controls</h2>",
        *(_example(example, address) for example in control_examples()),
        "<h2>故障 Faults</h2>",
        _FAULTS,
        _table(("point",), [(point,) for point in FaultPoint]),
        _table(
            ("cause", "refusal", "of"), [(name, cause.code, cause.infno or "any") for name, cause in CAUSES.items()]
        ),
        "<h2>字段 Fields</h2>",
        *(_fields(infno, trade_fields(infno)) for infno in TRADES),
        _fields("ec.query", decode_fields()),
    )
    head = f'<meta charset="utf-8"><title>pos-app verifier · 模拟 SIMULATION</title><style>{_STYLE}</style>'
    return f'<!doctype html><html lang="en"><head>{head}</head><body>{"".join(parts)}</body></html>'


def _example(example: Example, address: str) -> str:
    learns = "".join(
        f"<li><code>${{{name}}}</code> ← <code>{path}</code></li>" for name, path in example.learns.items()
    )
    command = f"curl -s -X {example.method} {address}{example.path}"
    if example.body:
        command += f" -H 'Content-Type: application/json' -d @{example.name}.json"
    return f'<h3 id="{example.name}">{escape(example.summary)}</h3><pre>{escape(command)}</pre>{_body(example)}' + (
        f"<ul>{learns}</ul>" if learns else ""
    )


def _body(example: Example) -> str:
    if not example.body:
        return ""
    tree = simplejson.loads(example.body, use_decimal=True)
    return f"<pre>{escape(simplejson.dumps(tree, ensure_ascii=False, indent=2))}</pre>"


def _fields(name: str, fields: Iterable[SheetField]) -> str:
    rows = [(field.path, field.wanted, "*" if field.is_required else "") for field in fields]
    return f"<details><summary>{escape(name)}</summary>{_table(('field', 'rule', 'required'), rows)}</details>"


def _table(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    def row(tag: str, cells: Sequence[str]) -> str:
        return "<tr>" + "".join(f"<{tag}>{escape(cell)}</{tag}>" for cell in cells) + "</tr>"

    return f"<table>{row('th', headings)}{''.join(row('td', cells) for cells in rows)}</table>"
