"""`/journal`: the request journal for the eye, and what a till sent laid beside the sheet."""

from collections.abc import Iterator
from typing import Annotated
from urllib.parse import quote

import simplejson
from fastapi import APIRouter, Query
from fastapi.responses import HTMLResponse

from pos_app.domain.shanghai import local
from pos_app.verifier.exchanges import KeptExchange, Outcome, Sent
from pos_app.verifier.http.dispatcher import Dispatcher
from pos_app.verifier.http.documents import Document, diff_document
from pos_app.verifier.http.journal import JournalAsked, found, one_exchange
from pos_app.verifier.http.refusals import AskedLanguage
from pos_app.verifier.http.served import Served
from pos_app.verifier.http.web import choice, field, page, table, text, wording_for
from pos_app.wording import Wording

_PAGE = 100
_FILTERS = ("infno", "msgid", "person", "code", "fault", "text")


def journal_page_routes(served: Served, dispatcher: Dispatcher) -> APIRouter:
    router = APIRouter(include_in_schema=False)

    @router.get("/journal")
    async def journal(asked: Annotated[JournalAsked, Query()], language: AskedLanguage = "") -> HTMLResponse:
        wording = wording_for(language)
        rows = await dispatcher.run(lambda: found(served, asked.model_copy(update={"limit": _PAGE})))
        return page(wording, wording.say("web.journal"), _list(wording, asked, rows))

    @router.get("/journal/{number}")
    async def exchange(number: int, language: AskedLanguage = "") -> HTMLResponse:
        wording = wording_for(language)
        kept = await one_exchange(served, dispatcher, number)
        title = wording.say("web.exchange", number=number, infno=kept.exchange.infno or "?")
        return page(wording, title, _exchange(wording, kept))

    return router


def _list(wording: Wording, asked: JournalAsked, rows: tuple[KeptExchange, ...]) -> str:
    say = wording.say
    names = ("number", "at", "infno", "outcome", "fault", "deviations", "pharmacy", "msgid")
    older = ""
    if len(rows) == _PAGE:
        older = f'<p><a href="/journal?{_query(asked, before=rows[-1].number)}">{text(say("web.older"))}</a></p>'
    exports = " · ".join(
        f'<a href="/control/journal?{_query(asked, limit=20_000, format=kind)}">{kind.upper()}</a>'
        for kind in ("csv", "jsonl", "json")
    )
    shown = table((say(f"web.column.{name}") for name in names), (_line(wording, kept) for kept in rows))
    empty = "" if rows else f'<p class="soft">{text(say("web.nothing_found"))}</p>'
    return f"{_search(wording, asked)}<p class='soft'>{text(say('web.export'))} {exports}</p>{shown}{empty}{older}"


def _search(wording: Wording, asked: JournalAsked) -> str:
    say = wording.say
    fields = "".join(field(say(f"web.filter.{name}"), name, str(getattr(asked, name))) for name in _FILTERS)
    outcomes = {"": say("web.any")} | {one: say(f"web.outcome.{one}") for one in Outcome}
    times = "".join(
        field(say(f"web.filter.{name}"), name, value.isoformat() if value else "")
        for name, value in (("since", asked.since), ("until", asked.until))
    )
    odd = choice(
        say("web.filter.only_deviating"),
        "only_deviating",
        "true" if asked.only_deviating else "",
        {"": say("web.any"), "true": say("web.only_odd")},
    )
    outcome = choice(say("web.filter.outcome"), "outcome", asked.outcome or "", outcomes)
    return (
        f'<form class="search" method="get" action="/journal">{fields}{times}{outcome}{odd}'
        f"<button>{text(say('web.search'))}</button></form>"
    )


def _line(wording: Wording, kept: KeptExchange) -> tuple[str, tuple[str, ...]]:
    one = kept.exchange
    count = len(one.deviations)
    return (
        "is-bad" if one.fault else "is-odd" if count else "",
        (
            f'<a href="/journal/{kept.number}">{kept.number}</a>',
            f'<span class="mono">{local(one.at):%m-%d %H:%M:%S}.{one.at.microsecond // 1000:03d}</span>',
            f"<b>{text(one.infno or '?')}</b>",
            _outcome(wording, kept),
            text(one.fault),
            f'<span class="odd">{count}</span>' if count else "",
            text(one.pharmacy),
            f'<span class="mono">{text(one.msgid)}</span>',
        ),
    )


def _outcome(wording: Wording, kept: KeptExchange) -> str:
    one = kept.exchange
    sent = "" if one.sent is Sent.ANSWERED else _pill("odd", wording.say(f"web.sent.{one.sent}"))
    if one.code:
        return f"{_pill('bad', one.code)} {sent}"
    return sent if one.sent is Sent.SILENT else f"{_pill('good', wording.say('web.yes'))} {sent}"


def _pill(kind: str, words: str) -> str:
    return f'<span class="pill {kind}">{text(words)}</span>'


def _exchange(wording: Wording, kept: KeptExchange) -> str:
    say, one = wording.say, kept.exchange
    facts = (
        ("at", f"{local(one.at):%Y-%m-%d %H:%M:%S}.{one.at.microsecond // 1000:03d}"),
        ("msgid", one.msgid),
        ("pharmacy", one.pharmacy),
        ("fault", one.fault),
    )
    rows = [("", (text(say(f"web.column.{name}")), text(value))) for name, value in facts if value]
    rows.append(("", (text(say("web.column.outcome")), _outcome(wording, kept))))
    neighbours = " · ".join(
        f'<a href="/journal/{number}">{text(say(name))}</a>'
        for number, name in ((kept.number - 1, "web.earlier"), (kept.number + 1, "web.later"))
        if number > 0
    )
    return (
        f"<p>{neighbours}</p>{table((), rows)}<h2>{text(say('web.diff'))}</h2>"
        f'<p class="soft">{text(say("web.diff_about"))}</p>{_diff(wording, kept)}'
        f'<div class="two"><div><h2>{text(say("web.request"))}</h2><pre>{_pretty(one.request)}</pre></div>'
        f"<div><h2>{text(say('web.answer'))}</h2><pre>{_pretty(one.answer)}</pre></div></div>"
    )


def _diff(wording: Wording, kept: KeptExchange) -> str:
    say = wording.say
    names = ("field", "wanted", "required", "sent", "remark")
    return table((say(f"web.column.{name}") for name in names), _diff_rows(wording, diff_document(kept)))


def _diff_rows(wording: Wording, rows: list[Document]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Give the wrong fields and then the sent ones; those that may be left out and were are nobody's business."""
    for row in sorted(rows, key=lambda row: "code" not in row):
        if not (row["sent"] or row["required"] or "code" in row):
            continue
        is_lost = row["required"] and not row["sent"]
        remark = f"<b>{text(row['code'])}</b> {text(row['message'])}" if "code" in row else ""
        sent = "✓" if row["sent"] else wording.say("web.not_sent") if is_lost else ""
        yield (
            "is-odd" if "code" in row else "",
            (
                f'<span class="mono">{text(row["field"])}</span>',
                text(row["wanted"] or "—"),
                "*" if row["required"] else "",
                sent,
                remark,
            ),
        )


def _pretty(kept: str) -> str:
    try:
        return text(simplejson.dumps(simplejson.loads(kept, use_decimal=True), ensure_ascii=False, indent=2))
    except ValueError:
        return text(kept)


def _query(asked: JournalAsked, **changes: object) -> str:
    given = asked.model_dump(mode="json", exclude_defaults=True) | changes
    return text("&".join(f"{name}={_quoted(value)}" for name, value in given.items() if value not in {None, ""}))


def _quoted(value: object) -> str:
    return quote(str(value).lower() if isinstance(value, bool) else str(value), safe="")
