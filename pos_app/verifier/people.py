"""The insured people the platform knows, read once from a file of generated personas."""

import tomllib
from datetime import date
from decimal import Decimal
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from pos_app.domain.money import Money
from pos_app.faults import ConfigFault


class Person(BaseModel):
    """One insured person. `family` are those whose codes this phone shows; `shares_with` may draw on this account."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: Annotated[str, Field(min_length=1, max_length=40)]
    name: Annotated[str, Field(min_length=1, max_length=50)]
    name_en: str
    gender: Annotated[str, Field(pattern=r"^[0129]$")]
    birthday: date
    certno: Annotated[str, Field(pattern=r"^\d{17}[\dX]$")]
    psn_no: Annotated[str, Field(min_length=1, max_length=30)]
    card_no: Annotated[str, Field(min_length=1, max_length=30)]
    area: Annotated[str, Field(pattern=r"^(\d{6})?$")]
    area_name_zh: str
    area_name_en: str
    insurance: Annotated[str, Field(pattern=r"^\d{3}$")]
    person_type: Annotated[str, Field(pattern=r"^\d{2,6}$")]
    insurance_state: Annotated[str, Field(pattern=r"^[0-4]$")]
    records_merged: bool
    has_account: bool
    balance_yuan: Annotated[Decimal, Field(ge=0, decimal_places=2)]
    balance_shown: bool
    frozen: bool
    social_card_level: Annotated[int, Field(ge=0, le=2)]
    family: tuple[str, ...] = ()
    shares_with: tuple[str, ...] = ()
    relation_zh: str = ""
    relation_en: str = ""
    why_zh: str
    why_en: str

    @property
    def opening(self) -> Money:
        return Money.of_yuan(self.balance_yuan)

    @property
    def card_sn(self) -> str:
        """The serial of the physical card, which a reader gives beside its number."""
        return f"SN{self.card_no}"

    def age_on(self, day: date) -> int:
        had_birthday = (day.month, day.day) >= (self.birthday.month, self.birthday.day)
        return day.year - self.birthday.year - (0 if had_birthday else 1)


class _People(BaseModel):
    model_config = ConfigDict(extra="forbid")

    person: list[Person]


def parse_people(text: str) -> tuple[Person, ...]:
    """Read `[[person]]` tables from TOML; ConfigFault names the first thing that is wrong."""
    try:
        people = tuple(_People.model_validate(tomllib.loads(text)).person)
    except tomllib.TOMLDecodeError as error:
        raise ConfigFault(f"people: not TOML: {error}") from error
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        raise ConfigFault(f"people: {'.'.join(str(part) for part in first['loc'])}: {first['msg']}") from error
    _check_references(people)
    return people


def _check_references(people: tuple[Person, ...]) -> None:
    known = {person.id for person in people}
    for numbers in ([p.id for p in people], [p.psn_no for p in people], [p.card_no for p in people]):
        if len(set(numbers)) != len(numbers):
            raise ConfigFault("people: an id, a psn_no or a card_no stands twice")
    for person in people:
        strangers = (set(person.family) | set(person.shares_with)) - known
        if strangers:
            raise ConfigFault(f"people: {person.id} refers to {', '.join(sorted(strangers))}, who is not listed")
