"""The family account's rules: how many, who, and with which papers."""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from pos_app.domain.identity import is_real_resident_id
from pos_app.domain.refusal import Refusal, RefusalCode

MEMBERS_AT_MOST = 5
ADDED_DIRECTLY_UNDER = 16


class Relation(StrEnum):
    """What a member is to the holder: 近亲属."""

    SPOUSE = "spouse"
    FATHER = "father"
    MOTHER = "mother"
    SON = "son"
    DAUGHTER = "daughter"
    SIBLING = "sibling"
    GRANDPARENT = "grandparent"
    GRANDCHILD = "grandchild"


@dataclass(frozen=True, slots=True)
class FamilyApplication:
    """What a holder enters: whom, and for somebody of 16 or more a signed commitment and the household papers."""

    name: str = field(repr=False)
    certno: str = field(repr=False)
    relation: Relation
    has_commitment: bool = False
    has_household_papers: bool = False


def age_on(day: date, birthday: date) -> int:
    had_birthday = (day.month, day.day) >= (birthday.month, birthday.day)
    return day.year - birthday.year - (0 if had_birthday else 1)


def check_number(application: FamilyApplication) -> Refusal | None:
    """Refuse a living person's number before anybody is looked for."""
    return Refusal(RefusalCode.REAL_ID_REFUSED) if is_real_resident_id(application.certno) else None


def check_papers(application: FamilyApplication, *, age: int) -> Refusal | None:
    if age < ADDED_DIRECTLY_UNDER or (application.has_commitment and application.has_household_papers):
        return None
    return Refusal(RefusalCode.FAMILY_PAPERS_MISSING)
