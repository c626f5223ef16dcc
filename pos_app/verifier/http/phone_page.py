"""`/phone`: the customer's phone in a browser, so that a real phone or a second window can hold a code up to a till.

No script: the page fetches a fresh code by itself when the one on it has died, as the app does every minute.
"""

from collections.abc import Mapping
from urllib.parse import parse_qs, urlencode

from fastapi import APIRouter, HTTPException
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import HTMLResponse
from starlette.requests import Request

from pos_app.domain.activation import (
    Activation,
    Face,
    FaceShown,
    IdentityTyped,
    PasswordChosen,
    StepInput,
    Tapped,
    needs,
)
from pos_app.domain.refusal import Refusal, RefusalCode
from pos_app.domain.shanghai import local
from pos_app.domain.voucher import Channel, CodeKind, PaymentConsent, PhoneOwner, ShownCode
from pos_app.verifier.http.dispatcher import Dispatcher
from pos_app.verifier.http.phone_parts import code_with_life, framed, life_s, owner_called, tab
from pos_app.verifier.http.refusals import AskedLanguage
from pos_app.verifier.http.served import Served
from pos_app.verifier.http.web import choice, field, page, text, wording_for
from pos_app.wording import Language, Wording

_FORM_LIMIT_BYTES = 4_000
KINDS = (CodeKind.CERTIFICATE, CodeKind.SOCIAL_CARD)


def phone_routes(served: Served, dispatcher: Dispatcher) -> APIRouter:
    router = APIRouter(prefix="/phone", include_in_schema=False)
    phone = served.phone

    @router.get("")
    async def people(language: AskedLanguage = "") -> HTMLResponse:
        wording = wording_for(language)
        owners = await dispatcher.run(phone.people)
        cards = "".join(_card(wording, owner) for owner in owners)
        return page(wording, wording.say("web.phone.title"), f'<div class="cards">{cards}</div>')

    @router.get("/{person_id}")
    async def screen(
        person_id: str,
        kind: CodeKind = CodeKind.CERTIFICATE,
        channel: Channel = Channel.NATIONAL,
        member: str = "",
        language: AskedLanguage = "",
    ) -> HTMLResponse:
        wording, owner = wording_for(language), await owner_called(served, dispatcher, person_id)
        shown = await dispatcher.run(
            lambda: phone.show(person_id, kind=kind, channel=channel, member=member or None, by_hand=True)
        )
        body = _screen(wording, owner, shown, kind=kind, channel=channel, member=member)
        if isinstance(shown, Refusal) and shown.code is RefusalCode.NOT_ACTIVATED:
            body += _activation(wording, owner, await dispatcher.run(lambda: phone.activation(person_id, channel)))
        return page(wording, owner.masked_name, framed(body), refresh_s=life_s(shown))

    @router.get("/{person_id}/consent")
    async def ask(person_id: str, member: str = "", language: AskedLanguage = "") -> HTMLResponse:
        """Ask for the payment password on a page of its own, for a code's page comes anew before it is typed."""
        wording = wording_for(language)
        owner = await owner_called(served, dispatcher, person_id)
        body = _password_form(wording, owner, member) + _back(wording, owner)
        return page(wording, owner.masked_name, framed(body))

    @router.post("/{person_id}/consent")
    async def consent(request: Request, person_id: str, language: AskedLanguage = "") -> HTMLResponse:
        wording, form = wording_for(language), await _form(request)
        owner = await owner_called(served, dispatcher, person_id)
        told = await run_in_threadpool(
            lambda: phone.confirm_payment(person_id, form.get("password", ""), member=form.get("member") or None)
        )
        return page(wording, owner.masked_name, framed(_consented(wording, told) + _back(wording, owner)))

    @router.post("/{person_id}/activation/{channel}")
    async def step(request: Request, person_id: str, channel: Channel, language: AskedLanguage = "") -> HTMLResponse:
        wording, form = wording_for(language), await _form(request)
        owner = await owner_called(served, dispatcher, person_id)
        before = await dispatcher.run(lambda: phone.activation(person_id, channel))
        given = _given(before, form)
        told = await run_in_threadpool(lambda: phone.take_step(person_id, channel, given))
        after = before if isinstance(told, Refusal) else told
        body = (_notice(wording, told) if isinstance(told, Refusal) else "") + _activation(wording, owner, after)
        return page(wording, owner.masked_name, framed(body + _back(wording, owner, channel)))

    return router


def _card(wording: Wording, owner: PhoneOwner) -> str:
    is_chinese = wording.language is Language.CHINESE
    area = (owner.area_zh if is_chinese else owner.area_en) or wording.say("phone.area_missing")
    return (
        f'<a class="card" href="/phone/{text(owner.person_id)}"><b>{text(owner.masked_name)} · {text(area)}</b>'
        f'<span class="soft">{text(owner.why_zh if is_chinese else owner.why_en)}</span></a>'
    )


def _screen(
    wording: Wording, owner: PhoneOwner, shown: ShownCode | Refusal, *, kind: CodeKind, channel: Channel, member: str
) -> str:
    def link(words: str, *, is_chosen: bool, **changed: str) -> str:
        asked = urlencode({"kind": kind, "channel": channel, "member": member} | changed)
        return tab(words, f"/phone/{owner.person_id}?{asked}", is_chosen=is_chosen)

    say = wording.say
    kinds = "".join(link(say(f"phone.kind.{one}"), is_chosen=one is kind, kind=one) for one in KINDS)
    kinds += tab(say("phone.kind.pay-code"), f"/phone/{owner.person_id}/pay", is_chosen=False)
    channels = "".join(link(say(f"phone.channel.{one}"), is_chosen=one is channel, channel=one) for one in Channel)
    is_chinese = wording.language is Language.CHINESE
    faces = link(say("phone.own"), is_chosen=not member, member="")
    for one in owner.family:
        relation = one.relation_zh if is_chinese else one.relation_en
        faces += link(f"{relation} {one.masked_name}", is_chosen=one.person_id == member, member=one.person_id)
    return (
        f'<div class="tabs">{kinds}</div>'
        + (f'<div class="tabs">{channels}</div>' if kind is CodeKind.CERTIFICATE else "")
        + (f'<div class="tabs">{faces}</div>' if owner.family else "")
        + (_notice(wording, shown) if isinstance(shown, Refusal) else code_with_life(wording, shown))
        + _tiles(wording, owner)
        + _way_to_password(wording, owner, member)
    )


def _way_to_password(wording: Wording, owner: PhoneOwner, member: str) -> str:
    address = f"/phone/{owner.person_id}/consent?{urlencode({'member': member})}"
    return f'<div class="tabs">{tab(wording.say("web.phone.confirm"), address, is_chosen=False)}</div>'


def _tiles(wording: Wording, owner: PhoneOwner) -> str:
    say, is_chinese = wording.say, wording.language is Language.CHINESE
    insurance = f"phone.insurance.{owner.insurance}"
    tiles = (
        (say("phone.balance"), "-" if owner.balance is None else f"¥{owner.balance}"),
        (say("phone.area"), (owner.area_zh if is_chinese else owner.area_en) or say("phone.area_missing")),
        (say("phone.insurance_name"), say(insurance) if wording.knows(insurance) else owner.insurance),
        (say("phone.social_card"), say(f"phone.social_card_level.{owner.social_card_level}")),
    )
    return f"<dl>{''.join(f'<dt>{text(name)}</dt><dd>{text(value)}</dd>' for name, value in tiles)}</dl>"


def _password_form(wording: Wording, owner: PhoneOwner, member: str) -> str:
    return _form_of(
        f"/phone/{owner.person_id}/consent",
        field(wording.say("web.phone.password"), "password", "", kind="password")
        + f'<input type="hidden" name="member" value="{text(member)}">',
        wording.say("web.phone.confirm"),
    )


def _consented(wording: Wording, told: PaymentConsent | Refusal) -> str:
    if isinstance(told, Refusal):
        return _notice(wording, told)
    until = f"{local(told.expires_at):%H:%M:%S}"
    return f'<p class="good"><b>{text(wording.say("web.phone.confirmed", time=until))}</b></p>'


def _activation(wording: Wording, owner: PhoneOwner, activation: Activation | Refusal) -> str:
    if isinstance(activation, Refusal):
        return _notice(wording, activation)
    if activation.step is None:
        return f'<p class="good"><b>{text(wording.say("web.phone.opened"))}</b></p>'
    say = wording.say
    faces = {str(one): say(f"web.phone.face.{one}") for one in Face}
    fields = {
        IdentityTyped: field(say("web.phone.name"), "name", "") + field(say("web.phone.certno"), "certno", ""),
        FaceShown: choice(say("web.phone.who"), "face", Face.OWN, faces),
        PasswordChosen: field(say("web.phone.new_password"), "password", "", kind="password"),
    }
    wanted = needs(activation.step)
    shown = fields.get(wanted, "")
    action = f"/phone/{owner.person_id}/activation/{activation.channel}"
    return f"<h2>{text(say(f'web.step.{activation.step}'))}</h2>{_form_of(action, shown, say('web.phone.next'))}"


def _given(activation: Activation | Refusal, form: Mapping[str, str]) -> StepInput:
    """Read what the next step needs out of a form; a step that is out of turn is told so by the platform."""
    step = None if isinstance(activation, Refusal) else activation.step
    wanted = needs(step) if step else Tapped
    if wanted is IdentityTyped:
        return IdentityTyped(form.get("name", ""), form.get("certno", ""))
    if wanted is FaceShown:
        face = form.get("face", "")
        return FaceShown(Face(face) if face in set(Face) else Face.NONE)
    return PasswordChosen(form.get("password", "")) if wanted is PasswordChosen else Tapped()


def _notice(wording: Wording, refusal: Refusal) -> str:
    sentences = (wording.say(f"refusal.{refusal.code}.{part}", detail=refusal.detail) for part in ("message", "next"))
    message, advice = map(text, sentences)
    return f'<div class="card is-refused"><b>{message}</b><span>{advice}</span></div>'


def _form_of(action: str, fields: str, button: str) -> str:
    return (
        f'<form class="search" method="post" action="{text(action)}" autocomplete="off">{fields}'
        f"<button>{text(button)}</button></form>"
    )


def _back(wording: Wording, owner: PhoneOwner, channel: Channel = Channel.NATIONAL) -> str:
    address = f"/phone/{text(owner.person_id)}?channel={channel}"
    return f'<p><a href="{address}">{text(wording.say("web.phone.back"))}</a></p>'


async def _form(request: Request) -> dict[str, str]:
    """Read a small form; what is larger is none of ours."""
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > _FORM_LIMIT_BYTES:
            raise HTTPException(413, "the form is too big")
    fields = parse_qs(body.decode("utf-8", "replace"), keep_blank_values=True)
    return {name: values[-1] for name, values in fields.items()}
