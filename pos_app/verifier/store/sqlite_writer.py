"""Changes to the platform's SQLite file; races are decided by conditions and constraints, not by looking first."""

from collections.abc import Sequence
from datetime import datetime

from pos_app.domain.ledger import JournalEntry
from pos_app.domain.money import Money
from pos_app.domain.voucher import Channel, CodeKind
from pos_app.verifier.instants import epoch_ms
from pos_app.verifier.people import Person
from pos_app.verifier.records import KeptTrade, Session, SettledBill, Token, TradeKey, Voucher
from pos_app.verifier.store.sqlite_goods import GoodsWriter
from pos_app.verifier.store.sqlite_people import PeopleWriter
from pos_app.verifier.store.sqlite_reader import SUMS, SqliteReader


class SqliteWriter(SqliteReader, GoodsWriter, PeopleWriter):
    """`store.protocol.Writer` within one transaction."""

    def add_people(self, people: Sequence[Person]) -> None:
        for person in people:
            self._insert(
                "people",
                psn_no=person.psn_no,
                person_id=person.id,
                card_no=person.card_no,
                certno=person.certno,
                facts=person.model_dump_json(),
            )
        for person in people:
            for user in person.shares_with:
                self._insert("sharing", holder_id=person.id, user_id=user)
            for slot, member in enumerate(person.family, start=1):
                self._insert("family", holder_id=person.id, slot=slot, member_id=member, relation="")

    def add_voucher(self, voucher: Voucher) -> None:
        self._insert(
            "vouchers",
            digest=voucher.digest,
            psn_no=voucher.psn_no,
            kind=str(voucher.kind),
            channel=str(voucher.channel),
            issued_ms=epoch_ms(voucher.issued_at),
            expires_ms=epoch_ms(voucher.expires_at),
        )

    def revoke_vouchers(self, psn_no: str, kind: CodeKind, channel: Channel) -> None:
        self._change(
            "UPDATE vouchers SET is_revoked = 1 WHERE psn_no = :psn_no AND kind = :kind AND channel = :channel "
            "AND used_ms IS NULL AND is_revoked = 0",
            psn_no=psn_no,
            kind=str(kind),
            channel=str(channel),
        )

    def forget_codes(self, ended_before: datetime, *, at_most: int) -> None:
        named = {"before": epoch_ms(ended_before), "at_most": at_most}
        for table in ("vouchers", "tokens"):
            self._change(
                f"DELETE FROM {table} WHERE digest IN (SELECT digest FROM {table} "  # noqa: S608  our own names
                "WHERE expires_ms < :before LIMIT :at_most)",
                **named,
            )

    def use_voucher(self, digest: str, *, used_for: str, at: datetime) -> bool:
        return self._change(
            "UPDATE vouchers SET used_ms = :now, used_for = :used_for "
            "WHERE digest = :digest AND used_ms IS NULL AND is_revoked = 0 AND expires_ms > :now",
            digest=digest,
            used_for=used_for,
            now=epoch_ms(at),
        )

    def add_token(self, token: Token) -> None:
        self._insert(
            "tokens",
            digest=token.digest,
            psn_no=token.psn_no,
            issued_ms=epoch_ms(token.issued_at),
            expires_ms=epoch_ms(token.expires_at),
            scan=token.scan or None,
        )

    def use_token(self, digest: str, *, key: TradeKey, at: datetime) -> bool:
        return self._change(
            "UPDATE tokens SET used_by = :used_by WHERE digest = :digest AND used_by IS NULL AND expires_ms > :now",
            digest=digest,
            used_by=str(key),
            now=epoch_ms(at),
        )

    def release_token(self, key: TradeKey, *, at: datetime) -> None:
        self._change(
            "UPDATE tokens SET used_by = NULL WHERE expires_ms > :now AND used_by = :used_by",
            used_by=str(key),
            now=epoch_ms(at),
        )

    def open_session(self, session: Session) -> None:
        self._insert(
            "sessions",
            sign_no=session.sign_no,
            pharmacy=session.pharmacy,
            operator=session.operator,
            opened_ms=epoch_ms(session.signed_in_at),
        )

    def close_session(self, *, pharmacy: str, sign_no: str, at: datetime) -> bool:
        return self._change(
            "UPDATE sessions SET closed_ms = :now "
            "WHERE sign_no = :sign_no AND pharmacy = :pharmacy AND closed_ms IS NULL",
            pharmacy=pharmacy,
            sign_no=sign_no,
            now=epoch_ms(at),
        )

    def keep_trade(self, trade: KeptTrade) -> None:
        self._insert(
            "trades",
            trade=str(trade.key),
            infno=trade.infno,
            content=trade.content,
            answer=trade.answer,
            answered_ms=epoch_ms(trade.answered_at),
        )

    def post(self, entry: JournalEntry) -> None:
        for posting in entry.postings:
            serial, balance_fen = self.last_posting(posting.account)
            newest = serial + 1, (Money(balance_fen) + posting.amount).fen
            self._insert(
                "postings",
                entry_id=entry.entry_id,
                account=str(posting.account),
                serial=newest[0],
                amount_fen=posting.amount.fen,
                balance_fen=newest[1],
            )
            self._newest[posting.account] = newest
        self._insert("entries", entry_id=entry.entry_id, booked_ms=epoch_ms(entry.booked_at))

    def add_bill(self, bill: SettledBill) -> None:
        self._insert(
            "settlements",
            setl_id=bill.setl_id,
            mdtrt_id=bill.mdtrt_id,
            kind=str(bill.kind),
            undoes=bill.undoes,
            pharmacy=bill.key.pharmacy,
            msgid=bill.key.msgid,
            psn_no=bill.psn_no,
            cert_type=bill.cert_type,
            area=bill.area,
            settled_ms=epoch_ms(bill.settled_at),
            balance_fen=bill.balance.fen,
            entry_id=bill.setl_id if bill.moves_money else None,
            insurance=bill.insurance,
            clearing=bill.clearing,
            purchase=bill.purchase,
            invoice=bill.invoice,
            fund_ratio=str(bill.sums.fund_ratio),
            **{f"{name}_fen": getattr(bill.sums, name).fen for name in SUMS},
        )
        for line in bill.lines:
            self._insert(
                "settlement_lines",
                setl_id=bill.setl_id,
                serial=line.serial,
                catalogue_code=line.catalogue_code,
                own_code=line.own_code,
                price=str(line.price),
                count=str(line.count),
                amount_fen=line.amount.fen,
                charge_class=line.charge_class,
                occurred_ms=None if line.occurred_at is None else epoch_ms(line.occurred_at),
            )

    def mark_undone(self, setl_id: str, *, by: str) -> bool:
        return self._change(
            "INSERT INTO undone (setl_id, by_setl_id) VALUES (:setl_id, :by) ON CONFLICT (setl_id) DO NOTHING",
            setl_id=setl_id,
            by=by,
        )

    def mark_standing(self, setl_id: str) -> None:
        self._change("DELETE FROM undone WHERE setl_id = :setl_id", setl_id=setl_id)
