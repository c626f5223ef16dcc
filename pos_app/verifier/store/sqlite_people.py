"""Activations, families, passwords and limits in the platform's SQLite file."""

from datetime import datetime

from pos_app.domain.activation import Activation, opened
from pos_app.domain.family import MEMBERS_AT_MOST
from pos_app.domain.password import PasswordGuard
from pos_app.domain.voucher import Channel
from pos_app.verifier.instants import epoch_ms, moment_of
from pos_app.verifier.people import Person
from pos_app.verifier.records import FamilyTie, Token, TradeKey
from pos_app.verifier.store.sqlite_queries import Changes, Queries, Row


class PeopleReader(Queries):
    def has_person(self, psn_no: str) -> bool:
        return self._row("SELECT 1 FROM people WHERE psn_no = :psn_no", {"psn_no": psn_no}) is not None

    def activation(self, person: Person, channel: Channel) -> Activation:
        row = self._row(
            "SELECT done FROM activations WHERE psn_no = :psn_no AND channel = :channel",
            {"psn_no": person.psn_no, "channel": str(channel)},
        )
        if row:
            return Activation(channel, row["done"])
        return opened(channel) if channel in person.activated else Activation(channel)

    def family_of(self, person_id: str) -> tuple[FamilyTie, ...]:
        rows = self._rows(
            "SELECT * FROM family WHERE holder_id = :holder_id ORDER BY slot",
            {"holder_id": person_id},
        )
        return tuple(FamilyTie(row["holder_id"], row["member_id"], row["relation"]) for row in rows)

    def password_digest(self, psn_no: str) -> str | None:
        row = self._row("SELECT digest FROM passwords WHERE psn_no = :psn_no", {"psn_no": psn_no})
        return str(row["digest"]) if row else None

    def password_guard(self, psn_no: str) -> PasswordGuard:
        row = self._row("SELECT * FROM password_guards WHERE psn_no = :psn_no", {"psn_no": psn_no})
        if row is None:
            return PasswordGuard()
        until = row["locked_until_ms"]
        return PasswordGuard(row["wrong"], row["locks"], None if until is None else moment_of(until))

    def vouchers_issued(self, psn_no: str, *, since: datetime, until: datetime) -> int:
        row = self._row(
            "SELECT count(*) AS issued FROM vouchers "
            "WHERE psn_no = :psn_no AND issued_ms > :since AND issued_ms <= :until",
            {"psn_no": psn_no, "since": epoch_ms(since), "until": epoch_ms(until)},
        )
        return int(row["issued"]) if row else 0

    def token_of_scan(self, scan: str) -> Token | None:
        row = self._row("SELECT * FROM tokens WHERE scan = :scan", {"scan": scan})
        return token_of(row) if row else None

    def pause_of(self, till: str) -> datetime | None:
        row = self._row("SELECT until_ms FROM till_pauses WHERE till = :till", {"till": till})
        return moment_of(row["until_ms"]) if row else None


class PeopleWriter(PeopleReader, Changes):
    def enter_generated(self, person: Person) -> bool:
        return self._insert_if_new(
            "people",
            psn_no=person.psn_no,
            person_id=person.id,
            card_no=person.card_no,
            certno=person.certno,
            facts=person.model_dump_json(),
            is_listed=0,
        )

    def update_person(self, person: Person) -> None:
        self._change(
            "UPDATE people SET facts = :facts WHERE psn_no = :psn_no",
            psn_no=person.psn_no,
            facts=person.model_dump_json(),
        )

    def save_activation(self, psn_no: str, *, before: Activation, after: Activation) -> bool:
        return self._change(
            "INSERT INTO activations (psn_no, channel, done) VALUES (:psn_no, :channel, :done) "
            "ON CONFLICT (psn_no, channel) DO UPDATE SET done = excluded.done WHERE activations.done = :before",
            psn_no=psn_no,
            channel=str(after.channel),
            done=after.done,
            before=before.done,
        )

    def add_family_member(self, tie: FamilyTie) -> bool:
        taken = {
            row["slot"]
            for row in self._rows(
                "SELECT slot FROM family WHERE holder_id = :holder_id",
                {"holder_id": tie.holder_id},
            )
        }
        free = next((slot for slot in range(1, MEMBERS_AT_MOST + 1) if slot not in taken), None)
        return free is not None and self._insert_if_new(
            "family", holder_id=tie.holder_id, slot=free, member_id=tie.member_id, relation=tie.relation
        )

    def remove_family_member(self, *, holder_id: str, member_id: str) -> bool:
        return self._change(
            "DELETE FROM family WHERE holder_id = :holder_id AND member_id = :member_id",
            holder_id=holder_id,
            member_id=member_id,
        )

    def share_account(self, *, holder_id: str, user_id: str) -> bool:
        return self._insert_if_new("sharing", holder_id=holder_id, user_id=user_id)

    def stop_sharing(self, *, holder_id: str, user_id: str) -> bool:
        return self._change(
            "DELETE FROM sharing WHERE holder_id = :holder_id AND user_id = :user_id",
            holder_id=holder_id,
            user_id=user_id,
        )

    def set_password(self, psn_no: str, digest: str, at: datetime) -> None:
        self._change(
            "INSERT INTO passwords (psn_no, digest, set_ms) VALUES (:psn_no, :digest, :now) "
            "ON CONFLICT (psn_no) DO UPDATE SET digest = excluded.digest, set_ms = excluded.set_ms",
            psn_no=psn_no,
            digest=digest,
            now=epoch_ms(at),
        )

    def save_guard(self, psn_no: str, *, before: PasswordGuard, after: PasswordGuard) -> bool:
        return self._change(
            "INSERT INTO password_guards (psn_no, wrong, locks, locked_until_ms) "
            "VALUES (:psn_no, :wrong, :locks, :until) ON CONFLICT (psn_no) DO UPDATE "
            "SET wrong = excluded.wrong, locks = excluded.locks, locked_until_ms = excluded.locked_until_ms "
            "WHERE password_guards.wrong = :wrong_before AND password_guards.locks = :locks_before",
            psn_no=psn_no,
            wrong=after.wrong,
            locks=after.locks,
            until=None if after.locked_until is None else epoch_ms(after.locked_until),
            wrong_before=before.wrong,
            locks_before=before.locks,
        )

    def grant_consent(self, psn_no: str, *, at: datetime, expires_at: datetime) -> None:
        self._change(
            "INSERT INTO consents (psn_no, granted_ms, expires_ms) VALUES (:psn_no, :now, :until) "
            "ON CONFLICT (psn_no) DO UPDATE "
            "SET granted_ms = excluded.granted_ms, expires_ms = excluded.expires_ms, used_by = NULL",
            psn_no=psn_no,
            now=epoch_ms(at),
            until=epoch_ms(expires_at),
        )

    def use_consent(self, psn_no: str, *, key: TradeKey, at: datetime) -> bool:
        return self._change(
            "UPDATE consents SET used_by = :used_by WHERE psn_no = :psn_no AND used_by IS NULL "
            "AND granted_ms <= :now AND expires_ms > :now",
            psn_no=psn_no,
            used_by=str(key),
            now=epoch_ms(at),
        )

    def release_consent(self, key: TradeKey) -> None:
        self._change("UPDATE consents SET used_by = NULL WHERE used_by = :used_by", used_by=str(key))

    def count_bad_code(self, till: str, *, since: datetime, at: datetime) -> int:
        now = epoch_ms(at)
        self._change(
            "DELETE FROM bad_codes WHERE till = :till AND (at_ms <= :since OR at_ms > :now)",
            till=till,
            since=epoch_ms(since),
            now=now,
        )
        self._insert("bad_codes", till=till, at_ms=now)
        row = self._row("SELECT count(*) AS bad FROM bad_codes WHERE till = :till", {"till": till})
        return int(row["bad"]) if row else 0

    def pause(self, till: str, *, until: datetime) -> None:
        self._change(
            "INSERT INTO till_pauses (till, until_ms) VALUES (:till, :until) "
            "ON CONFLICT (till) DO UPDATE SET until_ms = excluded.until_ms",
            till=till,
            until=epoch_ms(until),
        )
        self._change("DELETE FROM bad_codes WHERE till = :till", till=till)


def token_of(row: Row) -> Token:
    issued_at, expires_at = moment_of(row["issued_ms"]), moment_of(row["expires_ms"])
    return Token(row["digest"], row["psn_no"], issued_at, expires_at, row["used_by"], row["scan"] or "")
