"""As many plausible people as are wanted, the same for the same seed; none of their numbers could be a living person's.

Every number is worked out from the seed and the person's place in the row, so that nothing is kept while they stream,
and a later person can be made without those before.
"""

import hashlib
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import chain, repeat

from pos_app.domain.code import id_check_character
from pos_app.domain.identity import GENERATED_AREA
from pos_app.verifier.people import InsuredPlace, Person

COUNT_AT_MOST = 1_000_000  # beyond it card numbers would come round again
SEED_AT_MOST = 9_999_999

_EMPLOYEE, _RESIDENT = "310", "390"
_ACTIVE, _RETIRED, _CHILD, _ADULT_RESIDENT = "11", "12", "1403", "15"
_YEAR = 2026
_GROWN_UP = 22
_RETIRES_AT = {"1": 60, "2": 55}
_OLDEST, _YOUNGEST = date(1938, 1, 1), date(2020, 12, 31)
_DAYS = (_YOUNGEST - _OLDEST).days + 1
_STRIDE = 12_289  # prime and no divisor of the days, so that as many people in a row have birthdays of their own
_CARDS = 10**7
_CARDS_OF_PERSONAS = 1_000
_BALANCE_AT_MOST_FEN = 900_000


@dataclass(frozen=True, slots=True)
class NameParts:
    """What names and places are chosen from; each name with its pinyin behind a blank."""

    surnames: tuple[str, ...]
    given: dict[str, tuple[str, ...]]
    places: tuple[InsuredPlace, ...]


def parse_parts(text: str) -> NameParts:
    """Read `assets/generated-people.toml`; each place stands as often as it has weight."""
    table = tomllib.loads(text)
    weighted = chain.from_iterable(
        repeat(InsuredPlace(area=row["area"], name_zh=row["name_zh"], name_en=row["name_en"]), row["weight"])
        for row in table["places"]
    )
    given = {"1": tuple(table["male"]), "2": tuple(table["female"])}
    return NameParts(tuple(table["surnames"]), given, tuple(weighted))


def generate(parts: NameParts, *, seed: int, count: int) -> Iterator[Person]:
    """Stream people, whatever day it is: who goes to school and who has retired is as in one year."""
    if not 0 <= seed <= SEED_AT_MOST or not 0 <= count <= COUNT_AT_MOST:
        raise ValueError(f"seed 0 to {SEED_AT_MOST}, count 0 to {COUNT_AT_MOST}")
    shift = _lots(seed, -1)
    return (_person(parts, seed, number, shift) for number in range(count))


def _person(parts: NameParts, seed: int, number: int, shift: Sequence[int]) -> Person:
    lots = _lots(seed, number)
    gender = "12"[lots[0] % 2]
    birthday = date.fromordinal(_OLDEST.toordinal() + (number * _STRIDE + shift[0]) % _DAYS)
    place = parts.places[lots[1] % len(parts.places)]
    surname, surname_en = parts.surnames[_often_early(lots[2], len(parts.surnames))].split(" ")
    given, given_en = parts.given[gender][lots[3] % len(parts.given[gender])].split(" ")
    insurance, person_type = _insurance(_YEAR - birthday.year, gender, lots[4])
    has_account = insurance == _EMPLOYEE
    return Person(
        id=f"g{seed}-{number + 1}",
        name=surname + given,
        name_en=f"{surname_en} {given_en}",
        gender=gender,
        birthday=birthday,
        certno=_certno(birthday, gender, number),
        psn_no=f"{place.area}9901{seed:07d}{number + 1:09d}",
        card_no=f"SIM{place.area[:2]}{_card(number, shift[1]):07d}",
        area=place.area,
        area_name_zh=place.name_zh,
        area_name_en=place.name_en,
        insurance=insurance,
        person_type=person_type,
        insurance_state="1",
        records_merged=True,
        has_account=has_account,
        balance_yuan=_balance(lots[5]) if has_account else Decimal("0.00"),
        balance_shown=True,
        frozen=False,
        social_card_level=(2, 2, 2, 1, 0)[lots[6] % 5],
        why_zh="",
        why_en="",
    )


def _lots(seed: int, number: int) -> tuple[int, ...]:
    """Draw eight lots of 32 bits for one person of one seed."""
    digest = hashlib.sha256(f"{seed} {number}".encode()).digest()
    return tuple(int.from_bytes(digest[start : start + 4]) for start in range(0, 32, 4))


def _often_early(lot: int, length: int) -> int:
    """Choose a place in a row, one near its beginning more often than one near its end: the commonest come first."""
    share = lot / 2**32
    return int(share * share * length)


def _insurance(age: int, gender: str, lot: int) -> tuple[str, str]:
    if age < _GROWN_UP:
        return _RESIDENT, _CHILD
    if lot % 100 < 35:
        return _RESIDENT, _ADULT_RESIDENT
    return _EMPLOYEE, _RETIRED if age >= _RETIRES_AT[gender] else _ACTIVE


def _certno(birthday: date, gender: str, number: int) -> str:
    """Give each of those born on one day a sequence number of their own, odd for men and even for women."""
    sequence = 2 * (number // _DAYS) % 1000 + (1 if gender == "1" else 0)
    body = f"{GENERATED_AREA}{birthday:%Y%m%d}{sequence:03d}"
    return body + id_check_character(body)


def _card(number: int, shift: int) -> int:
    return _CARDS_OF_PERSONAS + (number + shift) % (_CARDS - _CARDS_OF_PERSONAS)


def _balance(lot: int) -> Decimal:
    """Most have little and few have much."""
    share = lot / 2**32
    return Decimal(int(share**3 * _BALANCE_AT_MOST_FEN)).scaleb(-2)
