"""What the customer's phone shows, derived from whose it is, which code it asked for and the time."""

import math
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import TypeAlias, assert_never

from pos_app.domain.code import PayChannel
from pos_app.domain.pay_code import ShownPayCode
from pos_app.domain.refusal import Refusal
from pos_app.domain.voucher import Channel, CodeKind, PhoneOwner, ShownCode
from pos_app.wording import Language, Wording

KINDS = (CodeKind.CERTIFICATE, CodeKind.SOCIAL_CARD)  # the physical card is in a purse, not in a phone
CHANNELS = tuple(Channel)
WALLETS = tuple(PayChannel)
HIDDEN_BALANCE = "-"  # what the phone writes where the region has not opened the query

_NOBODY = PhoneOwner("", "", "", "", "", "", None, 0, (), "", "")  # until the people are known


@dataclass(frozen=True, slots=True)
class Asking:
    """A fresh code is on its way."""


@dataclass(frozen=True, slots=True)
class Showing:
    """A code, and the picture of it."""

    code: ShownCode | ShownPayCode
    picture: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Unreachable:
    """The code could not be fetched this time (V11)."""


class Deed(StrEnum):
    """What was done with the picture of the code last; the value is the key of the sentence."""

    COPIED = "copied"
    SAVED = "saved"
    SAVE_FAILED = "save_failed"


OnScreen: TypeAlias = Asking | Showing | Refusal | Unreachable


@dataclass(frozen=True, slots=True)
class PhoneInputs:
    """Everything the view depends on; `member` is None while the owner shows her own code.

    `wallet` is the one whose pay code is shown, None while a voucher is.
    """

    wording: Wording
    now: datetime
    people: tuple[PhoneOwner, ...] = ()
    owner_index: int = 0
    member: str | None = None
    kind: CodeKind = CodeKind.CERTIFICATE
    channel: Channel = Channel.NATIONAL
    wallet: PayChannel | None = None
    on_screen: OnScreen = Asking()
    was_handed_over: bool = False
    deed: Deed | None = None
    deed_detail: str = ""
    are_digits_shown: bool = False
    is_enlarged: bool = False

    @property
    def owner(self) -> PhoneOwner:
        return self.people[self.owner_index] if self.people else _NOBODY


@dataclass(frozen=True, slots=True)
class Choices:
    """A few things of which one is chosen; `name` is what they are together."""

    name: str
    labels: tuple[str, ...]
    chosen: int
    is_enabled: bool = True


@dataclass(frozen=True, slots=True)
class OwnerRow:
    """One persona in the list: who she is, and what she makes happen at the counter."""

    title: str
    why: str


@dataclass(frozen=True, slots=True)
class Face:
    """One person of the phone's family, as a round button."""

    initial: str
    relation: str
    accessible_name: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Tile:
    label: str
    value: str


@dataclass(frozen=True, slots=True)
class Notice:
    """Why there is no code, and what to do next; a refusal is the answer, anything else may pass."""

    message: str
    next_step: str
    is_refusal: bool


@dataclass(frozen=True, slots=True)
class PhoneView:
    """The whole phone, in words; what is None is not there."""

    title: str
    simulation: str
    owners_name: str
    owners: tuple[OwnerRow, ...]
    chosen_owner: int
    heading: str
    kinds: Choices
    channels: Choices
    faces: tuple[Face, ...]
    holder: str
    hint: str
    code_name: str
    picture: bytes | None = field(repr=False)
    notice: Notice | None
    countdown: str
    time_left: float
    renew: str
    digits: str = field(repr=False)
    toggle_digits: str
    is_enlarged: bool
    tiles: tuple[Tile, ...]
    actions: "Actions"


@dataclass(frozen=True, slots=True)
class Actions:
    """What can be done with the code on the screen."""

    show: str
    hint: str
    copy: str
    save: str
    save_title: str
    are_enabled: bool


def derive_phone_view(inputs: PhoneInputs) -> PhoneView:
    say = inputs.wording.say
    showing = inputs.on_screen if isinstance(inputs.on_screen, Showing) else None
    holder, kinds = _holder_name(inputs), _kinds(inputs)
    return PhoneView(
        title=say("phone.window"),
        simulation=say("phone.simulation"),
        owners_name=say("phone.owners"),
        owners=tuple(_owner_row(inputs.wording, owner) for owner in inputs.people),
        chosen_owner=inputs.owner_index,
        heading=kinds.labels[kinds.chosen],
        kinds=kinds,
        channels=_channels(inputs),
        faces=_faces(inputs),
        holder=holder,
        hint=say("phone.enlarged_hint" if inputs.is_enlarged else "phone.hint") if showing else "",
        code_name=say("phone.pay_code_of" if inputs.wallet else "phone.code_of", name=holder),
        picture=showing.picture if showing else None,
        notice=_notice(inputs),
        countdown=_countdown(inputs),
        time_left=_time_left(showing.code, inputs.now) if showing else 0.0,
        renew=say("phone.renew"),
        digits=grouped(showing.code.text) if showing and inputs.are_digits_shown else "",
        toggle_digits=say("phone.hide_digits" if inputs.are_digits_shown else "phone.show_digits"),
        is_enlarged=inputs.is_enlarged and showing is not None,
        tiles=_tiles(inputs),
        actions=Actions(
            show=say("phone.show"),
            hint=_last_deed(inputs),
            copy=say("phone.copy"),
            save=say("phone.save"),
            save_title=say("phone.save_title"),
            are_enabled=showing is not None,
        ),
    )


def seconds_left(code: ShownCode | ShownPayCode, now: datetime) -> int:
    """Whole seconds until the code dies, rounded up; never negative."""
    return max(0, math.ceil((code.expires_at - now).total_seconds()))


def grouped(text: str) -> str:
    """Write a long number in fours, as it would be read out."""
    return " ".join(text[start : start + 4] for start in range(0, len(text), 4))


def _time_left(code: ShownCode | ShownPayCode, now: datetime) -> float:
    """Give the part of the code's life that is left, 0 to 1."""
    life = (code.expires_at - code.issued_at).total_seconds()
    left = (code.expires_at - now).total_seconds()
    return min(1.0, max(0.0, left / life)) if life > 0 else 0.0


def _in_language(wording: Wording, chinese: str, english: str) -> str:
    return chinese if wording.language is Language.CHINESE else english


def _owner_row(wording: Wording, owner: PhoneOwner) -> OwnerRow:
    title = wording.say(
        "phone.owner_row",
        name=owner.masked_name,
        area=_area(wording, owner),
        insurance=_insurance(wording, owner.insurance),
    )
    return OwnerRow(title, _in_language(wording, owner.why_zh, owner.why_en))


def _kinds(inputs: PhoneInputs) -> Choices:
    say = inputs.wording.say
    labels = (*(say(f"phone.kind.{kind}") for kind in KINDS), say("phone.kind.pay-code"))
    return Choices(say("phone.kind_name"), labels, len(KINDS) if inputs.wallet else KINDS.index(inputs.kind))


def _channels(inputs: PhoneInputs) -> Choices:
    say = inputs.wording.say
    if inputs.wallet:
        wallets = tuple(say(f"phone.wallet.{wallet}") for wallet in WALLETS)
        return Choices(say("phone.wallet_name"), wallets, WALLETS.index(inputs.wallet))
    return Choices(
        say("phone.channel_name"),
        tuple(say(f"phone.channel.{channel}") for channel in CHANNELS),
        CHANNELS.index(inputs.channel),
        is_enabled=inputs.kind is CodeKind.CERTIFICATE,  # the e-social card is opened through none of them
    )


def _faces(inputs: PhoneInputs) -> tuple[Face, ...]:
    wording, owner = inputs.wording, inputs.owner
    if not inputs.people or inputs.wallet:
        return ()  # a wallet pays for whomever its owner likes
    own = wording.say("phone.own")
    people: list[tuple[str, str, str | None]] = [(owner.masked_name, own, None)]
    people += [
        (member.masked_name, _in_language(wording, member.relation_zh, member.relation_en), member.person_id)
        for member in owner.family
    ]
    return tuple(
        Face(
            initial=name[:1],
            relation=relation,
            accessible_name=wording.say("phone.face", name=name, relation=relation),
            is_chosen=person_id == inputs.member,
        )
        for name, relation, person_id in people
    )


def _holder_name(inputs: PhoneInputs) -> str:
    names = {member.person_id: member.masked_name for member in inputs.owner.family}
    return names[inputs.member] if inputs.member and not inputs.wallet else inputs.owner.masked_name


def _notice(inputs: PhoneInputs) -> Notice | None:
    say = inputs.wording.say
    match inputs.on_screen:
        case Showing() | Asking():
            return None
        case Unreachable():
            return Notice(say("phone.unreachable.message"), say("phone.unreachable.next"), is_refusal=False)
        case Refusal(code, detail):
            message = say(f"refusal.{code}.message", detail=detail)
            return Notice(message, say(f"refusal.{code}.next", detail=detail), is_refusal=True)
        case _:
            assert_never(inputs.on_screen)


def _countdown(inputs: PhoneInputs) -> str:
    match inputs.on_screen:
        case Showing(code):
            return inputs.wording.say("phone.countdown", seconds=seconds_left(code, inputs.now))
        case Asking():
            return inputs.wording.say("phone.asking")
        case Refusal() | Unreachable():
            return ""
        case _:
            assert_never(inputs.on_screen)


def _last_deed(inputs: PhoneInputs) -> str:
    if not isinstance(inputs.on_screen, Showing):
        return ""
    if inputs.deed is not None:
        return inputs.wording.say(f"phone.{inputs.deed}", detail=inputs.deed_detail)
    return inputs.wording.say("phone.handed_over" if inputs.was_handed_over else "phone.show_hint")


def _tiles(inputs: PhoneInputs) -> tuple[Tile, ...]:
    """Give what the insurance's app knows of its owner; of a family member it knows only the code."""
    if inputs.member is not None or not inputs.people or inputs.wallet:
        return ()
    say, owner = inputs.wording.say, inputs.owner
    balance = HIDDEN_BALANCE if owner.balance is None else f"¥{owner.balance}"
    return (
        Tile(say("phone.balance"), balance),
        Tile(say("phone.area"), _area(inputs.wording, owner)),
        Tile(say("phone.insurance_name"), _insurance(inputs.wording, owner.insurance)),
        Tile(say("phone.social_card"), say(f"phone.social_card_level.{owner.social_card_level}")),
    )


def _area(wording: Wording, owner: PhoneOwner) -> str:
    return _in_language(wording, owner.area_zh, owner.area_en) or wording.say("phone.area_missing")


def _insurance(wording: Wording, number: str) -> str:
    """Name the insurance; a number of a region file that has no name here is shown as it is."""
    key = f"phone.insurance.{number}"
    return wording.say(key) if wording.knows(key) else number
