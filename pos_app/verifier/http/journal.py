"""`/control/journal`: the request journal for scripts, as JSON, as JSON lines and as a table for a spreadsheet."""

import csv
from io import StringIO
from typing import Annotated

import simplejson
from fastapi import APIRouter, HTTPException, Query
from fastapi.responses import JSONResponse, Response
from pydantic import AwareDatetime, BaseModel, BeforeValidator, ConfigDict, Field

from pos_app.domain.masking import mask_number
from pos_app.verifier.exchanges import ExchangeFilter, KeptExchange, Outcome
from pos_app.verifier.http.dispatcher import Dispatcher
from pos_app.verifier.http.documents import Document, diff_document, exchange_document
from pos_app.verifier.http.served import Served

_FORMULA = ("=", "+", "-", "@", "\t", "\r")  # what a spreadsheet would work out instead of showing
_Text = Annotated[str, Field(max_length=200)]


def _given(value: object) -> object:
    """Take a field that a form sent empty for one that it did not send."""
    return None if value == "" else value


class JournalAsked(BaseModel):
    """What to look for; `before` is a number, to go on from, `person` a persona's id or a psn_no."""

    model_config = ConfigDict(extra="forbid")

    infno: _Text = ""
    msgid: _Text = ""
    pharmacy: _Text = ""
    person: _Text = ""
    code: _Text = ""
    fault: _Text = ""
    text: _Text = ""
    outcome: Annotated[Outcome | None, BeforeValidator(_given)] = None
    since: Annotated[AwareDatetime | None, BeforeValidator(_given)] = None
    until: Annotated[AwareDatetime | None, BeforeValidator(_given)] = None
    only_deviating: Annotated[bool | None, BeforeValidator(_given)] = None
    before: int | None = None
    limit: Annotated[int, Field(ge=1, le=20_000)] = 100
    format: Annotated[str, Field(pattern=r"^(json|jsonl|csv)$")] = "json"


def journal_routes(served: Served, dispatcher: Dispatcher) -> APIRouter:
    """Search, export and explain the request journal."""
    router = APIRouter(prefix="/control/journal", tags=["control"])

    @router.get("")
    async def search(asked: Annotated[JournalAsked, Query()]) -> Response:
        """Give exchanges, masked, the newest first; `format=jsonl` and `format=csv` are for a file."""
        rows = [exchange_document(one) for one in await dispatcher.run(lambda: found(served, asked))]
        match asked.format:
            case "jsonl":
                lines = "".join(f"{simplejson.dumps(row, ensure_ascii=False)}\n" for row in rows)
                return _file(lines, "application/x-ndjson;charset=UTF-8", "journal.jsonl")
            case "csv":
                return _file(_csv(rows), "text/csv;charset=UTF-8", "journal.csv")
            case _:
                return JSONResponse(rows)

    @router.get("/{number}")
    async def one(number: int) -> Document:
        """Give one exchange."""
        return exchange_document(await one_exchange(served, dispatcher, number))

    @router.get("/{number}/diff")
    async def diff(number: int) -> list[Document]:
        """Lay what a till sent beside the sheet, field by field: sent, not sent, or wrong and why."""
        return diff_document(await one_exchange(served, dispatcher, number))

    return router


def found(served: Served, asked: JournalAsked) -> tuple[KeptExchange, ...]:
    """Look exchanges up; a person is looked for as the journal masks their number."""
    plain = asked.model_dump(exclude={"format", "person", "only_deviating"})
    wanted = ExchangeFilter(**plain, person=_masked(served, asked.person), only_deviating=bool(asked.only_deviating))
    return served.exchanges.find(wanted)


async def one_exchange(served: Served, dispatcher: Dispatcher, number: int) -> KeptExchange:
    kept = await dispatcher.run(lambda: served.exchanges.get(number))
    if kept is None:
        raise HTTPException(404, f"no exchange has the number {number}; the oldest make room for new ones")
    return kept


def _masked(served: Served, person: str) -> str:
    if not person:
        return ""
    with served.store.read() as books:
        known = books.person_called(person)
    return mask_number(known.psn_no if known else person)


def _csv(rows: list[Document]) -> str:
    """Write a table that a spreadsheet opens as text, in Chinese as well."""
    file = StringIO()
    writer = csv.writer(file)
    names = ("number", "at", "door", "infno", "msgid", "pharmacy", "sent", "code", "fault", "request", "answer")
    writer.writerow((*names, "deviations"))
    for row in rows:
        deviations = simplejson.dumps(row["deviations"], ensure_ascii=False)
        writer.writerow([_cell(row[name]) for name in names] + [deviations])
    return f"\ufeff{file.getvalue()}"


def _cell(value: object) -> str:
    shown = "" if value is None else str(value)
    return f"'{shown}" if shown.startswith(_FORMULA) else shown


def _file(content: str, media_type: str, name: str) -> Response:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(content.encode(), media_type=media_type, headers=headers)
