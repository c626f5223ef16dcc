"""What `doctor` asks of the environment and of both books, in words that any language can say."""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from pos_app.domain.audit import AuditHead, BadRow
from pos_app.domain.money import Money
from pos_app.domain.reconciliation import Entry, uneven
from pos_app.wording import Wording

_Law = TypeVar("_Law", bound=str)


@dataclass(frozen=True, slots=True)
class Words:
    """A sentence by its key; what it is filled with may be words again."""

    key: str
    values: Mapping[str, object] = field(default_factory=dict)

    def said(self, wording: Wording) -> str:
        filled = {
            name: value.said(wording) if isinstance(value, Words) else value for name, value in self.values.items()
        }
        return wording.say(f"doctor.{self.key}", **filled)


def plain(text: object) -> Words:
    """Say what is the same in every language: a number, a name, a list of numbers."""
    return Words("plain", {"text": text})


@dataclass(frozen=True, slots=True)
class Check:
    """One question and its answer; `fix` says what to do, where there is something to do.

    `id` is the same in every language.
    """

    id: str
    name: Words
    ok: bool
    detail: Words
    fix: Words | None = None


def book_checks(book: str, broken: Mapping[_Law, Collection[str]]) -> Iterable[Check]:
    """Turn the broken rows of each invariant of a book into checks."""
    for law, rows in broken.items():
        slug = slug_of(law)
        yield Check(
            f"{book}.{slug}",
            Words("law_of", {"book": Words(f"book.{book}"), "law": Words(f"law.{slug}")}),
            ok=not rows,
            detail=plain(", ".join(list(rows)[:5])) if rows else Words("holds"),
            fix=Words("fix.report") if rows else None,
        )


def slug_of(law: str) -> str:
    """Make a key of the sentence that a law is called by."""
    return re.sub(r"[^a-z0-9]+", "_", law.lower()).strip("_")


def audit_check(head: AuditHead, bad: BadRow | None) -> Check:
    """Say whether the till's audit log is one whole chain."""
    return Check(
        "till.audit",
        Words("name.audit"),
        ok=bad is None,
        detail=Words("bad_row", {"number": bad.number, "damage": Words(f"damage.{bad.damage}")})
        if bad
        else Words("rows", {"count": head.count, "head": head}),
        fix=Words("fix.report") if bad else None,
    )


def agreement_check(
    till: Sequence[Entry], platform: Sequence[Entry], still_open: Collection[str], *, others: int = 0
) -> Check:
    """Compare the two books, settlement by settlement; `others` are those of other tills, which are not compared."""
    found = uneven(till, platform, still_open=still_open)
    apart = "; ".join(f"{one.msgid} {one.insured}" for one in found[:5])
    counted = Words("settlements", {"count": len(till)})
    agreed = plain(apart) if found else counted
    return Check(
        "agreement",
        Words("name.agreement"),
        ok=not found,
        detail=Words("beside_others", {"detail": agreed, "count": others}) if others else agreed,
        fix=Words("fix.reconcile") if found else None,
    )


def channel_check(till: Mapping[str, Money], channel: Mapping[str, Money], still_open: Collection[str]) -> Check:
    """Compare what codes and cards paid with the channel's own ledger, by order number; open orders are tasks."""
    apart = sorted(
        number for number in (till.keys() | channel.keys()) - set(still_open) if till.get(number) != channel.get(number)
    )
    told = "; ".join(f"{number}: {till.get(number)} / {channel.get(number)}" for number in apart[:5])
    return Check(
        "channel",
        Words("name.channel"),
        ok=not apart,
        detail=Words("apart", {"list": told}) if apart else Words("charges", {"count": len(till)}),
        fix=Words("fix.tasks") if apart else None,
    )
