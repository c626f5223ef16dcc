"""Codes on phones: made from chance, kept as digests, alive for a minute, used up once."""

from datetime import datetime, timedelta
from typing import TypeAlias

from pos_app.domain.code import (
    CardNumber,
    CertificateCode,
    GoodsCode,
    IdNumber,
    PayCode,
    ReceiptCode,
    ScannedCode,
    SocialCardCode,
    TraceCode,
    UnknownCode,
    classify,
)
from pos_app.domain.refusal import Refusal, RefusalCode
from pos_app.domain.settlement import CertificateType
from pos_app.domain.voucher import Channel, CodeKind, ShownCode
from pos_app.verifier.desk import Desk
from pos_app.verifier.limits import check_pause, note_guess
from pos_app.verifier.people import CardState, Person
from pos_app.verifier.ports import Chance
from pos_app.verifier.records import Token, Voucher
from pos_app.verifier.store.protocol import Writer
from pos_app.wire.voucher_decode import DecodedVoucher, DecodeQuery

REMEMBERED = timedelta(hours=24)  # so long after its end a code is still told why it is refused; then it is unknown
_FORGOTTEN_AT_ONCE = (
    4  # more than one code brings about, so that the books of codes stay small, and few enough to wait for
)
_CARD_LIFE = timedelta(days=3650)
_LEVEL_THAT_PAYS = 2
_Decoded: TypeAlias = DecodedVoucher | Refusal


def issue(
    desk: Desk, books: Writer, person: Person, *, kind: CodeKind, channel: Channel, at: datetime
) -> ShownCode | Refusal:
    """Give a person a fresh code; the one before it of the same kind and channel is revoked."""
    if kind is CodeKind.CARD:
        return ShownCode(person.card_no, kind, channel, at, at + _CARD_LIFE)
    if kind is CodeKind.SOCIAL_CARD and not person.social_card_level:
        return Refusal(RefusalCode.SOCIAL_CARD_MISSING)
    rules = desk.profile.voucher
    life_s = rules.life_s if kind is CodeKind.CERTIFICATE else rules.social_card_life_s
    text = (
        certificate_text(person.area[:2] or desk.profile.region.province, desk.chance)
        if kind is CodeKind.CERTIFICATE
        else social_card_text(person.social_card_level, desk.chance)
    )
    books.forget_codes(at - REMEMBERED, at_most=_FORGOTTEN_AT_ONCE)
    books.revoke_vouchers(person.psn_no, kind, channel)
    expires_at = at + timedelta(seconds=life_s)
    books.add_voucher(Voucher(_digest(desk, text), person.psn_no, kind, channel, at, expires_at))
    return ShownCode(text, kind, channel, at, expires_at)


def decode(desk: Desk, books: Writer, query: DecodeQuery, at: datetime) -> _Decoded:
    """Turn what was scanned into the person it stands for; a certificate is used up by it and gives a token.

    A till that guesses pauses, and then a good code is refused as well.
    """
    till = f"{query.orgId} {query.officeId} {query.deviceType}"
    pause = check_pause(desk.limits, books, till, at)
    if pause:
        return pause
    decoded = _decode(desk, books, query, at)
    if isinstance(decoded, Refusal):
        note_guess(desk.limits, books, till, decoded, at)
    return decoded


def _decode(desk: Desk, books: Writer, query: DecodeQuery, at: datetime) -> _Decoded:
    scanned = classify(query.ecQrCode)
    if isinstance(scanned, CardNumber):
        holder = books.person_with_card(scanned.text)
        return _decode_card(desk, holder) if holder else Refusal(RefusalCode.PERSON_UNKNOWN)
    if not isinstance(scanned, CertificateCode | SocialCardCode):
        return Refusal(_wrong_kind(scanned))
    voucher = books.voucher(_digest(desk, scanned.text))
    person = books.person(voucher.psn_no) if voucher else None
    if voucher is None or person is None:
        return Refusal(RefusalCode.CODE_UNKNOWN)
    return _decode_voucher(desk, books, voucher, person, scan=_scan_of(desk, query), at=at)


def token_digest(desk: Desk, token: str) -> str:
    return desk.sealer.seal("token", token)


def certificate_text(province: str, chance: Chance) -> str:
    """Make the 28 digits of a certificate: 424, 17 and 2 of chance, the province, four of extension."""
    return f"424{chance.digits(17)}{chance.digits(2)}{province}0000"


def social_card_text(level: int, chance: Chance) -> str:
    """Make an e-social-card code in this simulator's own form; its level and digits end in a Luhn digit."""
    body = f"{level}{chance.digits(20)}"
    return f"SSC1:{body}{luhn_digit(body)}"


def luhn_digit(digits: str) -> str:
    doubled = (int(digit) * (2 if place % 2 == 0 else 1) for place, digit in enumerate(reversed(digits)))
    return str(-sum(value // 10 + value % 10 for value in doubled) % 10)


def _decode_voucher(
    desk: Desk, books: Writer, voucher: Voucher, person: Person, *, scan: str, at: datetime
) -> _Decoded:
    if voucher.kind is CodeKind.SOCIAL_CARD and person.social_card_level < _LEVEL_THAT_PAYS:
        return Refusal(RefusalCode.SOCIAL_CARD_LEVEL_1)
    if voucher.kind is CodeKind.SOCIAL_CARD and person.card_state is not CardState.NORMAL:
        return Refusal(RefusalCode.CARD_STOPPED)
    if voucher.used_for != scan:
        refusal = _use(desk, books, voucher, scan, at)
        if refusal:
            return refusal
    if voucher.kind is CodeKind.SOCIAL_CARD:
        return _decoded_card(desk, person)
    token = _hand_out_token(desk, books, voucher, scan, at)
    if isinstance(token, Refusal):
        return token
    return _decoded(desk, person, cert_type=CertificateType.CERTIFICATE, cert_no=token, channel=voucher.channel)


def _use(desk: Desk, books: Writer, voucher: Voucher, scan: str, at: datetime) -> Refusal | None:
    if not desk.profile.voucher.single_use and voucher.used_for is not None and at < voucher.expires_at:
        return None
    if books.use_voucher(voucher.digest, used_for=scan, at=at):
        return None
    if voucher.is_revoked:
        return Refusal(RefusalCode.CODE_REPLACED)
    return Refusal(RefusalCode.CODE_EXPIRED if voucher.used_for is None else RefusalCode.CODE_USED)


def _hand_out_token(desk: Desk, books: Writer, voucher: Voucher, scan: str, at: datetime) -> str | Refusal:
    """Make the token out of the scan it answers, so that a repeated scan is told the same one again."""
    scanned = desk.sealer.seal("scan", f"{voucher.digest} {scan}")
    nonce = bytes.fromhex(desk.sealer.seal("nonce", scanned))
    known = books.token_of_scan(scanned)
    if known:
        is_alive = at < known.expires_at
        return desk.token_seal.seal(nonce, known.expires_at) if is_alive else Refusal(RefusalCode.CODE_USED)
    expires_at = at + timedelta(seconds=desk.profile.voucher.token_life_s)
    token = desk.token_seal.seal(nonce, expires_at)
    books.add_token(Token(token_digest(desk, token), voucher.psn_no, at, expires_at, scan=scanned))
    return token


def _scan_of(desk: Desk, query: DecodeQuery) -> str:
    """Name the scan: by the till's own number for it, else by chance, and then no other scan is the same."""
    return f"{query.orgId} {query.outBizNo or desk.chance.digits(30)}"


def _decode_card(desk: Desk, person: Person) -> _Decoded:
    return _decoded_card(desk, person) if person.card_state is CardState.NORMAL else Refusal(RefusalCode.CARD_STOPPED)


def _decoded_card(desk: Desk, person: Person) -> DecodedVoucher:
    return _decoded(desk, person, cert_type=CertificateType.SOCIAL_CARD, cert_no=person.card_no)


def _decoded(
    desk: Desk, person: Person, *, cert_type: CertificateType, cert_no: str, channel: Channel | None = None
) -> DecodedVoucher:
    return DecodedVoucher(
        userName=person.name,
        idNo=person.certno,
        idType="01",
        ecToken=cert_no if cert_type is CertificateType.CERTIFICATE else "",
        insuOrg=person.area,
        authNo=f"ano{desk.chance.digits(25)}",
        ecIndexNo=desk.sealer.seal("index", person.psn_no)[:32],
        gender=person.gender,
        birthday=person.birthday.isoformat(),
        chnlId=channel or "",
        mdtrt_cert_type=cert_type,
        mdtrt_cert_no=cert_no,
        card_sn=person.card_sn if cert_type is CertificateType.SOCIAL_CARD else "",
    )


def _digest(desk: Desk, text: str) -> str:
    return desk.sealer.seal("code", text)


def _wrong_kind(scanned: ScannedCode) -> RefusalCode:
    match scanned:
        case PayCode():
            return RefusalCode.PAY_CODE_NOT_VOUCHER
        case GoodsCode():
            return RefusalCode.GOODS_CODE_NOT_VOUCHER
        case TraceCode():
            return RefusalCode.TRACE_CODE_NOT_VOUCHER
        case ReceiptCode():
            return RefusalCode.RECEIPT_CODE_NOT_VOUCHER
        case IdNumber():
            return RefusalCode.ID_NUMBER_NOT_VOUCHER
        case UnknownCode() | CertificateCode() | SocialCardCode() | CardNumber():
            return RefusalCode.NOT_A_VOUCHER
