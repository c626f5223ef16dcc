"""Generated people are plausible, the same for the same seed, and never somebody."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pos_app.domain.code import CardNumber, classify, id_check_character, is_id_number
from pos_app.domain.identity import GENERATED_AREA, is_real_resident_id, real_ids_within, without_real_ids
from pos_app.domain.ledger import AccountKind, AccountRef
from pos_app.domain.money import total
from pos_app.resources import asset
from pos_app.verifier.generated_people import COUNT_AT_MOST, SEED_AT_MOST, generate, parse_parts
from pos_app.verifier.opening import enter_crowd
from tests.contracts.till_driver import Line, TillDriver
from tests.contracts.world import PEOPLE, World

PARTS = parse_parts(asset("generated-people.toml").read_text(encoding="utf-8"))


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    made = World(tmp_path)
    yield made
    made.assert_sound()
    made.store.close()


def test_the_same_seed_makes_the_same_people() -> None:
    first = list(generate(PARTS, seed=7, count=300))
    assert first == list(generate(PARTS, seed=7, count=300))
    assert first[:50] == list(generate(PARTS, seed=7, count=50))
    assert first != list(generate(PARTS, seed=8, count=300))


@pytest.mark.parametrize("seed", [0, 7, SEED_AT_MOST])
def test_numbers_are_nobodys_and_everybodys_own(seed: int) -> None:
    crowd = list(generate(PARTS, seed=seed, count=2_000))
    for person in crowd:
        assert person.certno.startswith(GENERATED_AREA)
        assert is_id_number(person.certno)
        assert not is_real_resident_id(person.certno)
        assert isinstance(classify(person.card_no), CardNumber)
        assert len(person.psn_no) == 26
        assert (int(person.certno[16]) % 2 == 1) is (person.gender == "1")
    everybody = [*crowd, *PEOPLE]
    for numbers in zip(*((one.id, one.psn_no, one.card_no, one.certno) for one in everybody), strict=True):
        assert len(set(numbers)) == len(everybody)


def test_the_last_of_a_million_has_numbers_too() -> None:
    with pytest.raises(ValueError, match="count"):
        generate(PARTS, seed=1, count=COUNT_AT_MOST + 1)
    with pytest.raises(ValueError, match="seed"):
        generate(PARTS, seed=SEED_AT_MOST + 1, count=1)


def test_they_are_of_all_kinds() -> None:
    crowd = list(generate(PARTS, seed=3, count=1_000))
    assert {person.insurance for person in crowd} == {"310", "390"}
    assert {person.person_type for person in crowd} == {"11", "12", "1403", "15"}
    assert len({person.area for person in crowd}) >= 8
    assert len({person.name for person in crowd}) > 500
    assert {person.social_card_level for person in crowd} == {0, 1, 2}


def test_a_crowd_is_entered_once_pays_and_is_on_no_phone(world: World) -> None:
    listed = len(world.phone.people())
    crowd = list(generate(PARTS, seed=7, count=1_500))
    assert enter_crowd(world.store, crowd, at=world.clock.now()) == 1_500
    assert enter_crowd(world.store, crowd, at=world.clock.now()) == 0
    assert len(world.phone.people()) == listed
    with world.store.read() as books:
        balances = [books.balance(AccountRef(AccountKind.PERSON, person.psn_no)) for person in crowd]
    assert total(balances) == total(person.opening for person in crowd if person.has_account)
    till = TillDriver(world.verifier.answer, world.verifier.decode)
    till.sign_in()
    buyer = till.meet(world.code(next(one.id for one in crowd if one.opening.fen > 5_000 and one.area == "510100")))
    assert till.settle(buyer, Line("12.80")).setlinfo["psn_cash_pay"] == 0


def real_number(area: str, born: str, serial: str) -> str:
    body = area + born + serial
    return body + id_check_character(body)


@given(
    st.sampled_from(["11", "31", "44", "51", "54", "65", "71", "81", "83", "911", "951"]),
    st.dates().filter(lambda day: 1900 <= day.year <= 2099),
    st.integers(0, 999),
)
def test_whatever_could_be_a_living_persons_is_told(province: str, born: object, serial: int) -> None:
    number = real_number(f"{province:0<6}"[:6], f"{born:%Y%m%d}", f"{serial:03d}")
    assert is_real_resident_id(number)
    assert is_real_resident_id(f" {number.lower()} ")
    assert is_real_resident_id(f"{number[:6]} {number[6:14]}-{number[14:]}")
    assert real_ids_within(f'{{"memo":"{number}"}}') == (number,)
    assert number not in without_real_ids(f"a {number} b")
    assert real_ids_within(f"1{number}") == ()


@pytest.mark.parametrize("text", ["", "990000198403121030", "110101199013321234", "12345", "99990000198403121030"])
def test_what_nobody_can_have_is_not(text: str) -> None:
    assert not is_real_resident_id(text)


def test_an_old_number_of_fifteen_digits_is_told() -> None:
    assert is_real_resident_id("510102850312103")
    assert not is_real_resident_id("990000850312103")
    assert not is_real_resident_id("510102851332103")
