"""What the control interface says, as JSON documents: the names in them are a contract."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TypeAlias

import simplejson

from pos_app.domain.activation import (
    STEPS,
    Activation,
    FaceShown,
    IdentityTyped,
    PasswordChosen,
    StepInput,
    Tapped,
    needs,
)
from pos_app.domain.refusal import Refusal
from pos_app.domain.shanghai import local
from pos_app.domain.voucher import FamilyMember, PaymentConsent, PhoneOwner
from pos_app.verifier.clock import ClockFace
from pos_app.verifier.exchanges import Door, KeptExchange
from pos_app.verifier.faults import ArmedFault
from pos_app.wire.specification import decode_fields, trade_fields
from pos_app.wording import Language, Wording

Document: TypeAlias = dict[str, object]


def face_document(face: ClockFace) -> Document:
    return {
        "now": iso(face.now),
        "frozen": face.is_frozen,
        "ahead_s": round(face.ahead.total_seconds(), 3) + 0.0,
    }  # and -0.0 is 0.0


def owner_document(one: PhoneOwner) -> Document:
    return {
        "id": one.person_id,
        "name": one.masked_name,
        "insurance": one.insurance,
        "area": one.area,
        "area_zh": one.area_zh,
        "area_en": one.area_en,
        "balance_fen": None if one.balance is None else one.balance.fen,
        "social_card_level": one.social_card_level,
        "family": [member_document(member) for member in one.family],
        "activated": list(one.activated),
        "places": [{"area": place.area, "name_zh": place.name_zh, "name_en": place.name_en} for place in one.places],
        "why_zh": one.why_zh,
        "why_en": one.why_en,
    }


def member_document(member: FamilyMember) -> Document:
    return {
        "id": member.person_id,
        "name": member.masked_name,
        "relation_zh": member.relation_zh,
        "relation_en": member.relation_en,
    }


def activation_document(activation: Activation) -> Document:
    """Say how many steps are done, and of the next one its name and what it needs; both null when all are done."""
    step = activation.step
    return {
        "channel": activation.channel,
        "active": activation.is_active,
        "done": activation.done,
        "steps": list(STEPS[activation.channel]),
        "step": step,
        "needs": None if step is None else _NEEDS[needs(step)],
    }


_NEEDS: Mapping[type[StepInput], tuple[str, ...]] = {
    Tapped: (),
    IdentityTyped: ("name", "certno"),
    FaceShown: ("face",),
    PasswordChosen: ("password",),
}


def fault_document(armed: ArmedFault) -> Document:
    rule = armed.rule
    return {
        "name": rule.name,
        "point": rule.point,
        "infno": rule.infno,
        "msgid": rule.msgid,
        "person": rule.person,
        "times": rule.times,
        "left": armed.left,
        "struck": armed.struck,
        "probability": rule.probability,
        "seed": rule.seed,
        "code": rule.code,
        "delay_ms": rule.delay_ms,
    }


def exchange_document(kept: KeptExchange) -> Document:
    one = kept.exchange
    return {
        "number": kept.number,
        "at": iso(one.at),
        "door": one.door,
        "infno": one.infno,
        "msgid": one.msgid,
        "pharmacy": one.pharmacy,
        "sent": one.sent,
        "code": one.code or None,
        "fault": one.fault or None,
        "request": one.request,
        "answer": one.answer,
        "deviations": [{"field": d.field, "code": d.code, "message": d.sentence} for d in one.deviations],
    }


def diff_document(kept: KeptExchange) -> list[Document]:
    one = kept.exchange
    fields = trade_fields(one.infno) if one.door is Door.TRADE else decode_fields()
    wrong = {fault.field: fault for fault in one.deviations}
    sent = _paths(_tree(one.request))
    rows: list[Document] = [
        {"field": field.path, "wanted": field.wanted, "required": field.is_required, "sent": field.path in sent}
        | ({"code": wrong[field.path].code, "message": wrong[field.path].sentence} if field.path in wrong else {})
        for field in fields
    ]
    listed = {field.path for field in fields}
    strays: list[Document] = [
        {"field": path, "wanted": None, "required": False, "sent": True, "code": fault.code, "message": fault.sentence}
        for path, fault in wrong.items()
        if path not in listed
    ]
    return [*rows, *strays]


def _tree(text: str) -> object:
    try:
        return simplejson.loads(text)
    except ValueError:
        return {}  # the text was none, and only its length was kept


def _paths(tree: object, prefix: str = "") -> frozenset[str]:
    """Give the dotted path of everything in a tree; the rows of a list by their number."""
    own = frozenset(f"{prefix}{name}" for name, _ in _children(tree))
    return own.union(*(_paths(one, f"{prefix}{name}.") for name, one in _children(tree)))


def _children(tree: object) -> Sequence[tuple[object, object]]:
    if isinstance(tree, str) and tree.startswith("{"):
        tree = _tree(tree)  # some send a node as a text
    if isinstance(tree, dict):
        return tuple(tree.items())
    return tuple(enumerate(tree)) if isinstance(tree, list) else ()


def consent_document(consent: PaymentConsent) -> Document:
    return {
        "person": consent.person_id,
        "granted_at": iso(consent.granted_at),
        "expires_at": iso(consent.expires_at),
    }


def refusal_document(refusal: Refusal, language: str) -> Document:
    wording = Wording(Language.CHINESE if language.lower().startswith("zh") else Language.ENGLISH)
    return {
        "code": refusal.code,
        "detail": refusal.detail,
        **{part: wording.say(f"refusal.{refusal.code}.{part}", detail=refusal.detail) for part in ("message", "next")},
    }


def iso(moment: datetime) -> str:
    return local(moment).isoformat(timespec="milliseconds")
