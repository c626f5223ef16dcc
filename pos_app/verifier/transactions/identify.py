"""1101: who it is, how insured, and what is in the account."""

from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal

from pos_app.domain.money import ZERO, Money
from pos_app.domain.refusal import Refusal, RefusalCode
from pos_app.domain.settlement import CertificateType
from pos_app.domain.shanghai import business_day
from pos_app.verifier.desk import Desk
from pos_app.verifier.people import Person
from pos_app.verifier.store.protocol import Reader
from pos_app.verifier.transactions.admission import check_token, is_said_of, visible_balance
from pos_app.wire.code_lists import RESIDENT_ID_CARD
from pos_app.wire.messages.person import BaseInfo, InsuranceInfo, PersonInput, PersonOutput, PersonQuery


def identify(desk: Desk, books: Reader, body: PersonInput, at: datetime) -> PersonOutput | Refusal:
    query = body.data
    person = _find(desk, books, query, at)
    if isinstance(person, Refusal):
        return person
    if not is_said_of(person, certno=query.certno, name=query.psn_name):
        return Refusal(RefusalCode.PERSON_UNKNOWN, "证件号码或姓名与凭证不符")
    if not person.records_merged and query.mdtrt_cert_type != CertificateType.SOCIAL_CARD:
        return Refusal(RefusalCode.RECORDS_NOT_MERGED)
    if not person.area:
        return Refusal(RefusalCode.INSUPLC_MISSING)
    return _answer(desk, books, person, at)


def _find(desk: Desk, books: Reader, query: PersonQuery, at: datetime) -> Person | Refusal:
    match query.mdtrt_cert_type:
        case CertificateType.CERTIFICATE:
            token = check_token(desk, books, query.mdtrt_cert_no, at)
            if isinstance(token, Refusal):
                return token
            person = books.person(token.psn_no)
        case CertificateType.ID_CARD:
            person = books.person_with_id_number(query.mdtrt_cert_no)
        case CertificateType.SOCIAL_CARD:
            if not query.card_sn:
                return Refusal(RefusalCode.MESSAGE_INVALID, "data.card_sn不能为空,就诊凭证类型为03时必填C32")
            person = books.person_with_card(query.mdtrt_cert_no)
        case _:
            return Refusal(RefusalCode.MESSAGE_INVALID, "data.mdtrt_cert_type本平台支持01、02、03")
    return person or Refusal(RefusalCode.PERSON_UNKNOWN)


def _answer(desk: Desk, books: Reader, person: Person, at: datetime) -> PersonOutput:
    balance, extension = visible_balance(desk, books, person)
    return PersonOutput(
        baseinfo=BaseInfo(
            psn_no=person.psn_no,
            psn_cert_type=RESIDENT_ID_CARD,
            certno=person.certno,
            psn_name=person.name,
            gend=person.gender,
            brdy=person.birthday,
            age=Decimal(person.age_on(business_day(at))),
            exp_content=extension,
        ),
        insuinfo=tuple(_insurances(person, balance)),
    )


def _insurances(person: Person, balance: Money) -> Iterator[InsuranceInfo]:
    """List every insurance, the one with the account last: a till has to look for it, as it does on a real platform."""
    rows = [(one.insurance, one.person_type, one.state, ZERO) for one in person.other_insurances]
    for insurance, person_type, state, amount in (
        *rows,
        (person.insurance, person.person_type, person.insurance_state, balance),
    ):
        yield InsuranceInfo(
            balc=amount.yuan,
            insutype=insurance,
            psn_type=person_type,
            psn_insu_stas=state,
            cvlserv_flag="0",
            insuplc_admdvs=person.area,
        )
