"""The platform's two doors: a national envelope in and one out, a decode call in and its answer out."""

import hashlib
from dataclasses import dataclass
from datetime import datetime

from pos_app.domain.identity import real_ids_within
from pos_app.domain.refusal import Refusal, RefusalCode
from pos_app.verifier.desk import Desk
from pos_app.verifier.faults import DECODE, FaultBoard, Occasion
from pos_app.verifier.identifiers import reference_number, stamp
from pos_app.verifier.instants import whole_ms
from pos_app.verifier.ports import Clock
from pos_app.verifier.records import KeptTrade, TradeKey
from pos_app.verifier.sentences import platform_text
from pos_app.verifier.store.protocol import Store, Writer
from pos_app.verifier.transactions.inquiry import Inquiry, inquire
from pos_app.verifier.transactions.outcome import Outcome, Warned
from pos_app.verifier.transactions.posting import Posting, post
from pos_app.verifier.transactions.sign_in import is_signed_in, sign_in, sign_out
from pos_app.verifier.vouchers import decode
from pos_app.wire.envelope import Request, Response, dump_response, has_usual_msgid
from pos_app.wire.faults import WireFault, WireFaultCode
from pos_app.wire.json_text import write_json
from pos_app.wire.messages.sign_in import SignInInput, SignOutInput
from pos_app.wire.node import InputNode, made, tree_of
from pos_app.wire.reading import Message, output_as_text, read_decode, read_trade
from pos_app.wire.spelling import spell
from pos_app.wire.voucher_decode import (
    CODE_OF_ANOTHER_KIND,
    DecodedVoucher,
    DecodeResponse,
    dump_decode,
)
from pos_app.wire.writing import text_of

_WRONG_KINDS = frozenset(
    {
        RefusalCode.NOT_A_VOUCHER,
        RefusalCode.PAY_CODE_NOT_VOUCHER,
        RefusalCode.GOODS_CODE_NOT_VOUCHER,
        RefusalCode.TRACE_CODE_NOT_VOUCHER,
        RefusalCode.RECEIPT_CODE_NOT_VOUCHER,
        RefusalCode.ID_NUMBER_NOT_VOUCHER,
    }
)


@dataclass(frozen=True, slots=True)
class Told:
    """An answer; `notes` say in what the message departed from the sheet although it was taken."""

    text: str
    notes: tuple[WireFault, ...] = ()


class Verifier:
    """The simulated platform: any text gets a well-formed answer.

    A store that fails raises StoreFault, for then nobody may say whether the trade happened; the transport turns it
    into no reply. PlatformDied, raised by a fault that is armed to stop a trade before its commit, becomes the same.
    """

    def __init__(self, *, store: Store, desk: Desk, clock: Clock, faults: FaultBoard | None = None) -> None:
        self._store = store
        self._desk = desk
        self._clock = clock
        self._faults = faults or FaultBoard()

    def answer(self, request_text: str | bytes) -> str:
        """Answer a national message."""
        return self.trade(Message.of(request_text)).text

    def decode(self, request_text: str | bytes) -> str:
        """Answer a decode call."""
        return self.decoding(Message.of(request_text)).text

    def trade(self, message: Message) -> Told:
        """Answer a national message, and say in what it departed from the sheet."""
        at = self._now()
        read = read_trade(message, self._desk.profile)
        if isinstance(read, WireFault):
            return Told(self._write(_refusal_of(read), at))
        if _names_somebody_real(message.text, read.request):
            return Told(self._write(Refusal(RefusalCode.REAL_ID_REFUSED), at))
        answer = self._perform(read.request, read.body, at)
        return Told(output_as_text(answer) if read.is_input_text else answer, read.notes)

    def decoding(self, message: Message) -> Told:
        """Answer a decode call, and say in what it departed from the sheet."""
        read = read_decode(message, self._desk.profile)
        if isinstance(read, WireFault):
            return Told(_write_decoded(_refusal_of(read), ""))
        query = read.request.data
        occasion = Occasion(DECODE, query.outBizNo)
        refusal = self._faults.refusal(occasion)
        if refusal:
            return Told(_write_decoded(refusal, read.request.orgId), read.notes)
        with self._store.write() as books:
            answer = _write_decoded(decode(self._desk, books, query, self._now()), read.request.orgId)
            self._faults.before_commit(occasion)
        return Told(answer, read.notes)

    def _perform(self, request: Request, body: InputNode, at: datetime) -> str:
        if isinstance(body, Posting):
            return self._once(request, body, at)
        desk, occasion = self._desk, _occasion(request)
        refusal = self._faults.refusal(occasion)
        if refusal:
            return self._write(refusal, at, request)
        if isinstance(body, Inquiry):
            return self._look_up(request, body, at)
        with self._store.write() as books:
            match body:
                case SignInInput():
                    answer = self._write(sign_in(desk, books, request, body, at), at, request)
                case SignOutInput():
                    answer = self._write(sign_out(books, request, body, at), at, request)
                case _:
                    raise AssertionError(f"{request.infno} is a trade that nobody performs")
            self._faults.before_commit(occasion)
        return answer

    def _look_up(self, request: Request, body: Inquiry, at: datetime) -> str:
        with self._store.read() as books:
            if not is_signed_in(books, request):
                return self._write(Refusal(RefusalCode.NOT_SIGNED_IN), at)
            return self._write(inquire(self._desk, books, request, body, at), at, request)

    def _once(self, request: Request, body: Posting, at: datetime) -> str:
        """Perform a trade that changes the books, or give the answer it was given before; both in one transaction."""
        occasion = _occasion(request)
        with self._store.write() as books:
            answer = self._posted(books, request, body, at, occasion)
            self._faults.before_commit(occasion)
        return answer

    def _posted(self, books: Writer, request: Request, body: Posting, at: datetime, occasion: Occasion) -> str:
        key, content = TradeKey(request.fixmedins_code, request.msgid), _content_of(request, body)
        kept = books.kept_trade(key)
        if kept:
            return self._again(kept, content, at)
        if not is_signed_in(books, request):
            return self._write(Refusal(RefusalCode.NOT_SIGNED_IN), at)
        outcome = self._faults.refusal(occasion) or post(self._desk, books, request, body, at)
        answer = self._write(outcome, at, request)
        books.keep_trade(KeptTrade(key, request.infno, content, answer, at))
        return answer

    def _again(self, kept: KeptTrade, content: str, at: datetime) -> str:
        if kept.content is None:
            return self._write(Refusal(RefusalCode.TRADE_REVERSED), at)
        if kept.content != content:
            return self._write(Refusal(RefusalCode.MSGID_REUSED), at)
        return kept.answer

    def _write(self, outcome: Outcome, at: datetime, request: Request | None = None) -> str:
        warnings = [outcome.warning] if isinstance(outcome, Warned) else []
        if request is not None and not has_usual_msgid(request):
            warnings.append("msgid应为12位机构编号+14位时间+4位序号")
        response = made(
            Response,
            {
                "infcode": -1 if isinstance(outcome, Refusal) else 0,
                "inf_refmsgid": reference_number(self._desk.profile.platform_area, at, self._desk.chance),
                "refmsg_time": stamp(at),
                "respond_time": stamp(self._now()),
                "err_msg": platform_text(outcome) if isinstance(outcome, Refusal) else "",
                "warn_msg": ";".join(warnings),
            },
        )
        return dump_response(response, self._output(outcome, request))

    def _output(self, outcome: Outcome, request: Request | None) -> str:
        """Write the answer's own part as the region spells it."""
        match outcome:
            case Refusal():
                return "{}"
            case Warned():
                return self._output(outcome.output, request)
            case _:
                return spell(self._desk.profile, request.infno if request else "", outcome)

    def _now(self) -> datetime:
        return whole_ms(self._clock.now())


def _names_somebody_real(text: str | bytes, request: Request) -> bool:
    """Look for a living person's ID number anywhere in a message; digits written as escapes are read first."""
    plain = text.decode() if isinstance(text, bytes) else text
    return bool(real_ids_within(write_json(request.input) if "\\u" in plain else plain))


def _occasion(request: Request) -> Occasion:
    """Say what a request is about; the person is named in one of its nodes, where at all."""
    people = (node.get("psn_no") for node in request.input.values() if isinstance(node, dict))
    person = next((one for one in people if isinstance(one, str)), "")
    return Occasion(request.infno, request.msgid, person)


def _content_of(request: Request, body: InputNode) -> str:
    """Digest what makes a repeated message the same: not the session, the clock or the device it was sent with."""
    head = {name: getattr(request, name) for name in ("infno", "mdtrtarea_admvs", "insuplc_admdvs")}
    content = f'{write_json(head)[:-1]},"input":{text_of(body)}}}'
    return hashlib.sha256(content.encode()).hexdigest()


def _refusal_of(fault: WireFault) -> Refusal:
    if fault.code is WireFaultCode.UNKNOWN_TRADE:
        return Refusal(RefusalCode.TRADE_UNKNOWN, fault.field)
    return Refusal(RefusalCode.MESSAGE_INVALID, fault.sentence)


def _write_decoded(outcome: DecodedVoucher | Refusal, org_id: str) -> str:
    if isinstance(outcome, DecodedVoucher):
        return dump_decode(DecodeResponse(code=0, message="成功", data=tree_of(outcome), orgId=org_id))
    code = CODE_OF_ANOTHER_KIND if outcome.code in _WRONG_KINDS else -1
    return dump_decode(DecodeResponse(code=code, message=platform_text(outcome), orgId=org_id))
