"""What the pages of a customer's phone share: the frame, the tabs, a code that lives for a minute."""

from fastapi import HTTPException

from pos_app.domain.pay_code import ShownPayCode
from pos_app.domain.refusal import Refusal
from pos_app.domain.shanghai import local
from pos_app.domain.voucher import CodeKind, PhoneOwner, ShownCode
from pos_app.qr import QUIET_ZONE, modules
from pos_app.verifier.http.dispatcher import Dispatcher
from pos_app.verifier.http.served import Served
from pos_app.verifier.http.web import text
from pos_app.wording import Wording


async def owner_called(served: Served, dispatcher: Dispatcher, person_id: str) -> PhoneOwner:
    """Find whose phone it is, or end with 404."""
    people = await dispatcher.run(served.phone.people)
    owner = next((one for one in people if one.person_id == person_id), None)
    if owner is None:
        raise HTTPException(404, f"nobody here is called {person_id}")
    return owner


def framed(body: str) -> str:
    return f'<div class="phone">{body}</div>'


def tab(words: str, address: str, *, is_chosen: bool) -> str:
    chosen = ' class="chosen"' if is_chosen else ""
    return f'<a{chosen} href="{text(address)}">{text(words)}</a>'


def code_with_life(wording: Wording, shown: ShownCode | ShownPayCode) -> str:
    until = f"{local(shown.expires_at):%H:%M:%S}"
    return (
        f'<div class="qr">{_symbol(shown.text)}</div>'
        f'<div class="life"><i style="animation-duration:{life_s(shown)}s"></i></div>'
        f'<p class="soft">{text(wording.say("web.phone.valid_until", time=until))}</p>'
    )


def life_s(shown: ShownCode | ShownPayCode | Refusal) -> int | None:
    """Say how long until a fresh code is fetched; a card's number is not refreshed."""
    if isinstance(shown, Refusal) or (isinstance(shown, ShownCode) and shown.kind is CodeKind.CARD):
        return None
    return max(1, int((shown.expires_at - shown.issued_at).total_seconds()))


def _symbol(content: str) -> str:
    """Draw the code, its quiet zone included, as one path; the code's digits stand nowhere on the page."""
    rows = modules(content)
    side = len(rows) + 2 * QUIET_ZONE
    dark = [(x + QUIET_ZONE, y + QUIET_ZONE) for y, row in enumerate(rows) for x, is_dark in enumerate(row) if is_dark]
    path = "".join(f"M{x} {y}h1v1h-1z" for x, y in dark)
    return (
        f'<svg viewBox="0 0 {side} {side}" role="img" shape-rendering="crispEdges">'
        f'<rect width="{side}" height="{side}" fill="#fff"/><path d="{path}" fill="#000"/></svg>'
    )
