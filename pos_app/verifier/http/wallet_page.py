"""`/phone/{id}/pay`: the pay code on the same phone, for the rest that no insurance pays.

The insurance platform has no part in it; the code is the simulated wallet's, and any till of this simulation takes it.
"""

from fastapi import APIRouter
from fastapi.responses import HTMLResponse

from pos_app.domain.code import PayChannel
from pos_app.domain.pay_code import ShownPayCode
from pos_app.domain.voucher import PhoneOwner
from pos_app.verifier.http.dispatcher import Dispatcher
from pos_app.verifier.http.phone_page import KINDS
from pos_app.verifier.http.phone_parts import code_with_life, framed, life_s, owner_called, tab
from pos_app.verifier.http.refusals import AskedLanguage
from pos_app.verifier.http.served import Served
from pos_app.verifier.http.web import page, wording_for
from pos_app.wording import Wording


def wallet_routes(served: Served, dispatcher: Dispatcher) -> APIRouter:
    router = APIRouter(prefix="/phone/{person_id}/pay", include_in_schema=False)

    @router.get("")
    async def wallet(
        person_id: str, channel: PayChannel = PayChannel.WECHAT, language: AskedLanguage = ""
    ) -> HTMLResponse:
        wording, owner = wording_for(language), await owner_called(served, dispatcher, person_id)
        shown = served.phone.pay_code(person_id, channel)
        return page(wording, owner.masked_name, framed(_screen(wording, owner, shown)), refresh_s=life_s(shown))

    return router


def _screen(wording: Wording, owner: PhoneOwner, shown: ShownPayCode) -> str:
    say, address = wording.say, f"/phone/{owner.person_id}"
    vouchers = (tab(say(f"phone.kind.{one}"), f"{address}?kind={one}", is_chosen=False) for one in KINDS)
    own = tab(say("phone.kind.pay-code"), f"{address}/pay", is_chosen=True)
    wallets = (
        tab(say(f"phone.wallet.{one}"), f"{address}/pay?channel={one}", is_chosen=one is shown.channel)
        for one in PayChannel
    )
    return (
        f'<div class="tabs">{"".join(vouchers)}{own}</div><div class="tabs">{"".join(wallets)}</div>'
        f"{code_with_life(wording, shown)}"
    )
