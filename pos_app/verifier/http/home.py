"""`/`: what this is, how it stands, and where everything else is."""

from fastapi import APIRouter
from fastapi.responses import HTMLResponse
from starlette.requests import Request

from pos_app.verifier.http.documents import iso
from pos_app.verifier.http.examples import DECODE_PATH, TRADE_PATHS
from pos_app.verifier.http.refusals import AskedLanguage
from pos_app.verifier.http.served import Served
from pos_app.verifier.http.web import page, table, text, wording_for
from pos_app.wording import Language, Wording

_CARDS = (
    ("/phone", "phone_page"),
    ("/docs", "docs"),
    ("/journal", "journal"),
    ("/control/people", "people"),
    ("/control/faults", "faults"),
    ("/control/clock", "clock"),
    ("/openapi.json", "openapi"),
    ("/health", "health"),
)


def home_routes(served: Served) -> APIRouter:
    router = APIRouter(include_in_schema=False)

    @router.get("/")
    async def home(request: Request, language: AskedLanguage = "") -> HTMLResponse:
        wording = wording_for(language)
        address = str(request.base_url).rstrip("/")
        return page(wording, wording.say("web.title"), _body(served, wording, address))

    return router


def _body(served: Served, wording: Wording, address: str) -> str:
    say = wording.say
    cards = "".join(
        f'<a class="card" href="{path}"><b>{text(say(f"web.{name}"))}</b>'
        f'<span class="soft">{text(say(f"web.about.{name}"))}</span></a>'
        for path, name in _CARDS
    )
    doors = "\n".join(f"POST {address}{path}" for path in (*TRADE_PATHS, DECODE_PATH))
    return (
        f'<p class="soft">{text(say("web.intro"))}</p><div class="cards">{cards}</div>'
        f"<h2>{text(say('web.doors'))}</h2><pre>{text(doors)}</pre>"
        f"<h2>{text(say('web.state'))}</h2>{_state(served, wording)}"
    )


def _state(served: Served, wording: Wording) -> str:
    say, region, face = wording.say, served.profile.region, served.clock.face()
    pharmacy = served.profile.pharmacy
    is_chinese = wording.language is Language.CHINESE
    armed = [one.rule.name for one in served.faults.armed() if not one.is_worn_off]
    rows = (
        ("region", f"{region.name_zh if is_chinese else region.name_en} · {region.code}"),
        ("pharmacy", f"{pharmacy.name_zh if is_chinese else pharmacy.name_en} · {pharmacy.code}"),
        ("now", iso(face.now) + (f" · {say('web.frozen')}" if face.is_frozen else "")),
        ("armed", ", ".join(armed) or say("web.none")),
        ("reading", say("web.strict" if served.profile.messages.strict else "web.lenient")),
        ("version", served.version),
    )
    return table((), (("", (text(say(f"web.{name}")), text(value))) for name, value in rows))
