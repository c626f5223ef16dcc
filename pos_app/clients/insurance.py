"""The insurance platform in the words of the counter: builds the messages, sends them, reads the answers.

A definite no of the platform is a Refusal. Anything that leaves the outcome open (no reply, an answer that cannot be
read) is NoAnswer, never a guess.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Protocol, TypeVar

from pos_app.clients.bill import line_nodes, purchase_node, split_of
from pos_app.clients.settlement_query import find_settlement
from pos_app.clients.told import ToldPerson, ToldQuote, ToldSettlement
from pos_app.clients.transport import NoReply, Transport
from pos_app.domain.basket import Basket
from pos_app.domain.code import VoucherCode
from pos_app.domain.masking import mask_name
from pos_app.domain.money import Money
from pos_app.domain.refusal import Refusal, RefusalCode
from pos_app.domain.sale import SaleDraft
from pos_app.domain.settlement import (
    CertificateType,
    Done,
    Identity,
    InsuranceType,
    Insured,
    NoAnswer,
    NotSettled,
    Quote,
    Settlement,
)
from pos_app.domain.split import Split
from pos_app.services.ports import Clock
from pos_app.wire.code_lists import EC_PHARMACY_PURCHASE, INSURED_NORMALLY
from pos_app.wire.envelope import Request, dump_request, parse_response
from pos_app.wire.faults import WireFault
from pos_app.wire.fields import format_time
from pos_app.wire.messages import TRADES, Infno
from pos_app.wire.messages.settlement import CancelOutput
from pos_app.wire.messages.sign_in import SignInOutput, SignOutOutput
from pos_app.wire.messages.undo import ReverseOutput
from pos_app.wire.node import OutputNode, made, read_node
from pos_app.wire.refusal_text import read_refusal
from pos_app.wire.region import RegionProfile
from pos_app.wire.spelling import unspell
from pos_app.wire.voucher_decode import (
    TRANS_TYPE,
    DecodedVoucher,
    DecodeQuery,
    DecodeRequest,
    dump_decode,
    parse_decode_response,
    read_decoded,
)

_Output = TypeVar("_Output", bound=OutputNode)

_NOBODY_YET = "0001", "收银员"
_NO_MAC, _LOOPBACK = "00-00-00-00-00-00", "127.0.0.1"
_KNOWN = frozenset(InsuranceType)
_SUMS_WRONG = "the sums of the answer do not add up"
_NOT_OURS = "the answer is to another message"

# What is said of a text before its trade is looked at. Of the trade itself it says nothing: what came spoilt this time
# may be on its way once more, whole.
_OF_THE_MESSAGE = frozenset(
    {
        RefusalCode.MESSAGE_INVALID,
        RefusalCode.TRADE_UNKNOWN,
        RefusalCode.REAL_ID_REFUSED,
        RefusalCode.MSGID_REUSED,
        RefusalCode.NOT_SIGNED_IN,
    }
)


class Msgids(Protocol):
    def next_msgid(self, at: datetime) -> str:
        """Give a msgid that was never given before."""
        ...


class Sessions(Protocol):
    """Where the sign-in is kept, so that it outlives this process and can be ended by 9002."""

    def load(self, operator: str) -> str:
        """Give the operator's open sign-in, empty where there is none."""
        ...

    def keep(self, operator: str, sign_no: str, at: datetime) -> None:
        """Keep a sign-in, or with an empty one that it has ended."""
        ...


class InsuranceClient:
    """`services.ports.InsurancePlatform` over a transport. It signs in by itself before the first trade."""

    def __init__(
        self,
        *,
        transport: Transport,
        profile: RegionProfile,
        msgids: Msgids,
        clock: Clock,
        operator: tuple[str, str] = _NOBODY_YET,
        sessions: Sessions | None = None,
    ) -> None:
        self._transport = transport
        self._profile = profile
        self._msgids = msgids
        self._clock = clock
        self._operator = operator
        self._sessions = sessions
        self._sign_no = sessions.load(operator[0]) if sessions else ""

    def identify(self, code: VoucherCode) -> Insured | Refusal | NoAnswer:
        decoded = self._decode(code)
        if not isinstance(decoded, DecodedVoucher):
            return decoded
        query = {
            "mdtrt_cert_type": decoded.mdtrt_cert_type,
            "mdtrt_cert_no": decoded.mdtrt_cert_no,
            "card_sn": decoded.card_sn,
            "psn_cert_type": decoded.idType,
            "certno": decoded.idNo,
            "psn_name": decoded.userName,
        }
        answer = self.trade(Infno.IDENTIFY, {"data": query}, ToldPerson, insured_area=decoded.insuOrg)
        return _insured(decoded, answer) if isinstance(answer, ToldPerson) else answer

    def quote(self, insured: Insured, basket: Basket) -> Quote | Refusal | NoAnswer:
        answer = self.trade(Infno.QUOTE, self._bill(insured, basket), ToldQuote, insured_area=insured.area)
        if not isinstance(answer, ToldQuote):
            return answer
        split = split_of(answer.setlinfo, self._profile)
        return Quote(split, asks_password=self._asks_password(insured, split)) if split else NoAnswer(_SUMS_WRONG)

    def settle(self, msgid: str, draft: SaleDraft, sale_no: str) -> Settlement | Refusal | NoAnswer:
        if draft.payer is None:
            raise AssertionError("a sale without a voucher is not settled with the platform")
        insured = draft.payer.insured
        bill = self._bill(insured, draft.basket, invono=sale_no)
        answer = self.trade(Infno.SETTLE, bill, ToldSettlement, insured_area=insured.area, msgid=msgid)
        if not isinstance(answer, ToldSettlement):
            return _of_the_trade(answer)
        told = answer.setlinfo
        if told.medins_setl_id != msgid:
            return NoAnswer(_NOT_OURS)
        split, balance = split_of(told, self._profile), told.balance
        if split is None:
            return NoAnswer(_SUMS_WRONG)
        return Settlement(
            msgid=msgid,
            settlement_id=told.setl_id,
            visit_id=told.mdtrt_id,
            split=split,
            balance=None if balance is None else Money.of_yuan(balance),
            settled_at=told.setl_time,
            clearing=told.clr_type,
        )

    def ask(self, msgid: str, insured: Insured) -> Settlement | NotSettled | Refusal | NoAnswer:
        return find_settlement(msgid, insured, self, profile=self._profile, now=self._clock.now())

    def cancel(self, msgid: str, person_no: str, settlement: Settlement) -> Done | Refusal | NoAnswer:
        data = {"setl_id": settlement.settlement_id, "mdtrt_id": settlement.visit_id, "psn_no": person_no}
        answer = self.trade(Infno.CANCEL, {"data": data}, CancelOutput, msgid=msgid)
        if not isinstance(answer, CancelOutput):
            return _of_the_trade(answer)
        told = answer.setlinfo
        return Done(told.setl_id, told.setl_time) if told.medins_setl_id == msgid else NoAnswer(_NOT_OURS)

    def reverse(self, msgid: str, person_no: str) -> Done | Refusal | NoAnswer:
        data = {"psn_no": person_no, "omsgid": msgid, "oinfno": str(Infno.SETTLE)}
        answer = self.trade(Infno.REVERSE, {"data": data}, ReverseOutput)
        return Done(msgid) if isinstance(answer, ReverseOutput) else _of_the_trade(answer)

    def sign_in(self, number: str, name: str) -> Done | Refusal | NoAnswer:
        """Begin the session of whoever stands at the till from now on (9001)."""
        self._operator = number, name
        self._sign_no = ""
        failed = self._sign_in()
        return Done(self._sign_no) if failed is None else failed

    def sign_out(self) -> Done | Refusal | NoAnswer:
        """End the session (9002); one that the platform does not know has ended."""
        ended, number = self._sign_no, self._operator[0]
        if not ended:
            return Done("")
        tree: dict[str, object] = {"signOut": {"sign_no": ended, "opter_no": number}}
        answer = self._send(Infno.SIGN_OUT, tree, SignOutOutput, "", "")
        if not isinstance(answer, SignOutOutput) and answer != Refusal(RefusalCode.NOT_SIGNED_IN):
            return answer
        self._keep("")
        return Done(ended)

    def _asks_password(self, insured: Insured, split: Split) -> bool:
        """Say whether the customer must confirm: where the region asks, and an account pays by a certificate."""
        is_account = bool(split.account + split.shared)
        is_certificate = insured.certificate_type is CertificateType.CERTIFICATE
        return self._profile.password.asked and is_account and is_certificate

    def _decode(self, code: VoucherCode) -> DecodedVoucher | Refusal | NoAnswer:
        pharmacy = self._profile.pharmacy
        query = made(
            DecodeQuery,
            {
                "ecQrCode": code.text,
                "orgId": pharmacy.code,
                "businessType": EC_PHARMACY_PURCHASE,
                "operatorId": self._operator[0],
                "operatorName": self._operator[1],
                "outBizNo": self._msgids.next_msgid(self._clock.now()),
            },
        )
        request = made(DecodeRequest, {"orgId": pharmacy.code, "transType": TRANS_TYPE, "data": query})
        answer = _ask(self._transport.decode, dump_decode(request))
        if isinstance(answer, NoAnswer):
            return answer
        response = parse_decode_response(answer)
        if isinstance(response, WireFault):
            return NoAnswer(response.sentence)
        if not response.is_success:
            return read_refusal(response.message)
        return _usable(read_decoded(response))

    def _bill(self, insured: Insured, basket: Basket, **of_settling: str) -> dict[str, object]:
        now = format_time(self._clock.now())
        return {
            "druginfo": purchase_node(insured, basket, now, self._profile) | of_settling,
            "drugdetail": line_nodes(basket, now),
        }

    def trade(
        self,
        infno: Infno,
        tree: dict[str, object],
        output: type[_Output],
        *,
        insured_area: str = "",
        msgid: str = "",
    ) -> _Output | Refusal | NoAnswer:
        """Send one trade; where the platform has forgotten our sign-in, sign in once more and send it again."""
        if not self._sign_no:
            failed = self._sign_in()
            if failed is not None:
                return failed
        answer = self._send(infno, tree, output, insured_area, msgid)
        if isinstance(answer, Refusal) and answer.code is RefusalCode.NOT_SIGNED_IN:
            failed = self._sign_in()
            answer = failed if failed is not None else self._send(infno, tree, output, insured_area, msgid)
        return answer

    def _sign_in(self) -> Refusal | NoAnswer | None:
        tree: dict[str, object] = {"signIn": {"opter_no": self._operator[0], "mac": _NO_MAC, "ip": _LOOPBACK}}
        answer = self._send(Infno.SIGN_IN, tree, SignInOutput, "", "")
        if not isinstance(answer, SignInOutput):
            return answer
        self._keep(answer.signinoutb.sign_no)
        return None

    def _keep(self, sign_no: str) -> None:
        self._sign_no = sign_no
        if self._sessions:
            self._sessions.keep(self._operator[0], sign_no, self._clock.now())

    def _send(
        self, infno: Infno, tree: dict[str, object], output: type[_Output], insured_area: str, msgid: str
    ) -> _Output | Refusal | NoAnswer:
        request = self._envelope(infno, tree, insured_area, msgid)
        answer = _ask(self._transport.call, dump_request(request))
        if isinstance(answer, NoAnswer):
            return answer
        response = parse_response(answer)
        if isinstance(response, WireFault):
            return NoAnswer(response.sentence)
        if not response.is_success:
            return read_refusal(response.err_msg)
        return _usable(read_node(output, unspell(self._profile, infno, response.output)))

    def _envelope(self, infno: Infno, tree: dict[str, object], insured_area: str, msgid: str) -> Request:
        if infno not in TRADES:
            raise AssertionError(f"{infno} is no trade of a pharmacy")
        profile, now = self._profile, self._clock.now()
        values = {
            "infno": infno,
            "msgid": msgid or self._msgids.next_msgid(now),
            "mdtrtarea_admvs": profile.region.code,
            "insuplc_admdvs": insured_area,
            "recer_sys_code": profile.pharmacy.receiver,
            "infver": profile.messages.version,
            "opter_type": "1",
            "opter": self._operator[0],
            "opter_name": self._operator[1],
            "inf_time": format_time(now),
            "fixmedins_code": profile.pharmacy.code,
            "fixmedins_name": profile.pharmacy.name_zh,
            "sign_no": self._sign_no,
            "input": tree,
        }
        return made(Request, values)


def _ask(send: Callable[[str], str], text: str) -> str | NoAnswer:
    try:
        return send(text)
    except NoReply as silence:
        return NoAnswer(str(silence))


def _of_the_trade(answer: Refusal | NoAnswer) -> Refusal | NoAnswer:
    """Take a refusal of money that moves for an answer only where the trade itself was refused."""
    if isinstance(answer, NoAnswer) or answer.code not in _OF_THE_MESSAGE:
        return answer
    return NoAnswer(f"{answer.code} {answer.detail}".strip())


def _usable(answer: _Output | WireFault) -> _Output | NoAnswer:
    """Take an answer that keeps to the sheet; one that does not leaves the outcome open."""
    return NoAnswer(answer.sentence) if isinstance(answer, WireFault) else answer


def _insured(decoded: DecodedVoucher, person: ToldPerson) -> Insured | Refusal:
    """Pick the row that is in force, an employee's before a resident's, for that is the one with the account."""
    in_force = [row for row in person.insuinfo if row.psn_insu_stas == INSURED_NORMALLY]
    known = [row for row in in_force if row.insutype in _KNOWN]
    if not known:
        return Refusal(RefusalCode.INSURANCE_PAUSED)
    row = next((row for row in known if row.insutype == InsuranceType.EMPLOYEE), known[0])
    balance = person.balance_of(row)
    base = person.baseinfo
    return Insured(
        person_no=base.psn_no,
        masked_name=mask_name(base.psn_name),
        certificate_type=CertificateType(decoded.mdtrt_cert_type),
        identity=Identity(base.psn_name, base.psn_cert_type, base.certno, decoded.mdtrt_cert_no),
        insurance=InsuranceType(row.insutype),
        person_type=row.psn_type,
        area=row.insuplc_admdvs,
        balance=None if balance is None else Money.of_yuan(balance),
    )
