"""May this person buy here, with this voucher, now? Asked by the quote and asked again by the settlement."""

from dataclasses import dataclass
from datetime import datetime

from pos_app.domain.money import ZERO, Money
from pos_app.domain.refusal import Refusal, RefusalCode
from pos_app.domain.settlement import CertificateType
from pos_app.verifier.accounts import personal
from pos_app.verifier.desk import Desk
from pos_app.verifier.people import CardState, Person
from pos_app.verifier.records import Token
from pos_app.verifier.store.protocol import Reader
from pos_app.verifier.vouchers import token_digest
from pos_app.wire.code_lists import INSURED_NORMALLY, NO_ACCOUNT
from pos_app.wire.envelope import Request
from pos_app.wire.messages.balance import BALANCE_NOT_SHOWN
from pos_app.wire.messages.purchase import Purchase
from pos_app.wire.region import Elsewhere


@dataclass(frozen=True, slots=True)
class Admitted:
    """A person who may buy; `token` is None for a card."""

    person: Person
    token: Token | None


def admit(desk: Desk, books: Reader, request: Request, purchase: Purchase, at: datetime) -> Admitted | Refusal:
    """Check voucher, person, insurance, place and account, in this order."""
    known = books.person(purchase.psn_no)
    if known is None:
        return Refusal(RefusalCode.PERSON_UNKNOWN)
    person = known.insured_as(purchase.insutype) or known
    token = _check_voucher(desk, books, person, purchase, at)
    if isinstance(token, Refusal):
        return token
    refusal = (
        _check_identity(person, purchase, has_card=token is None)
        or _check_place(desk, person, request)
        or _check_account(person, purchase)
    )
    return refusal or Admitted(person, token)


def check_token(desk: Desk, books: Reader, text: str, at: datetime) -> Token | Refusal:
    """Find a token that was handed out, has not paid yet and lives; what we have not sealed is not looked for."""
    token = books.token(token_digest(desk, text)) if desk.token_seal.open(text) else None
    if token is None:
        return Refusal(RefusalCode.TOKEN_INVALID)
    if at >= token.expires_at:
        return Refusal(RefusalCode.TOKEN_EXPIRED)
    return token if token.used_by is None else Refusal(RefusalCode.TOKEN_INVALID)


def check_standing(person: Person) -> Refusal | None:
    """Find what stands against a person whatever is bought, and wherever."""
    if person.deceased:
        return Refusal(RefusalCode.PERSON_DECEASED)
    if person.blacklisted:
        return Refusal(RefusalCode.PERSON_BLACKLISTED)
    if person.insurance_state != INSURED_NORMALLY:
        return Refusal(RefusalCode.INSURANCE_PAUSED)
    return Refusal(RefusalCode.IN_HOSPITAL) if person.in_hospital else None


def is_said_of(person: Person, *, certno: str, name: str) -> bool:
    """Hold what a till says of a person to the record; what it leaves out is not held to anything."""
    return certno in {"", person.certno} and name in {"", person.name}


def visible_balance(desk: Desk, books: Reader, person: Person) -> tuple[Money, str]:
    """Give `balc` and, where the region or the person's insurer has not opened the query, the mark that says so."""
    if desk.profile.account.balance_query and person.balance_shown:
        return books.balance(personal(person.psn_no)), ""
    return ZERO, BALANCE_NOT_SHOWN


def _check_voucher(
    desk: Desk, books: Reader, person: Person, purchase: Purchase, at: datetime
) -> Token | Refusal | None:
    match purchase.mdtrt_cert_type:
        case CertificateType.CERTIFICATE:
            token = check_token(desk, books, purchase.mdtrt_cert_no, at)
            if isinstance(token, Token) and token.psn_no != person.psn_no:
                return Refusal(RefusalCode.TOKEN_INVALID)
            return token
        case CertificateType.SOCIAL_CARD:
            if purchase.mdtrt_cert_no != person.card_no:
                return Refusal(RefusalCode.PERSON_UNKNOWN, "卡号与人员编号不符")
            return None if person.card_state is CardState.NORMAL else Refusal(RefusalCode.CARD_STOPPED)
        case CertificateType.ID_CARD:
            return Refusal(RefusalCode.ID_NUMBER_NOT_VOUCHER)
        case _:
            return Refusal(RefusalCode.MESSAGE_INVALID, "druginfo.mdtrt_cert_type本平台支持01、03")


def _check_identity(person: Person, purchase: Purchase, *, has_card: bool) -> Refusal | None:
    if not is_said_of(person, certno=purchase.certno, name=purchase.psn_name):
        return Refusal(RefusalCode.PERSON_UNKNOWN, "证件号码或姓名与人员编号不符")
    if not person.records_merged and not has_card:
        return Refusal(RefusalCode.RECORDS_NOT_MERGED)
    if purchase.insutype != person.insurance:
        return Refusal(RefusalCode.MESSAGE_INVALID, "druginfo.insutype与参保信息不符")
    return check_standing(person)


def _check_place(desk: Desk, person: Person, request: Request) -> Refusal | None:
    """Decide by the two area codes of the header whether the purchase is local, in the province or beyond it."""
    if not person.area:
        return Refusal(RefusalCode.INSUPLC_MISSING)
    if request.insuplc_admdvs != person.area:
        return Refusal(RefusalCode.MESSAGE_INVALID, "insuplc_admdvs与参保地不符,应为1101返回的C6")
    here, rules = request.mdtrtarea_admvs, desk.profile.elsewhere
    if person.area[:2] != here[:2]:
        return None if rules.other_province is Elsewhere.ALLOWED else Refusal(RefusalCode.OTHER_PROVINCE)
    if person.area != here and rules.same_province is not Elsewhere.ALLOWED:
        return Refusal(RefusalCode.PLATFORM_REFUSED, "未开通省内异地药店购药直接结算")
    return None


def _check_account(person: Person, purchase: Purchase) -> Refusal | None:
    uses_account = purchase.acct_used_flag != NO_ACCOUNT and person.has_account
    return Refusal(RefusalCode.ACCOUNT_FROZEN) if uses_account and person.frozen else None
