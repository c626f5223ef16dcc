"""Made-up codes are what they are called, to the till and to the readers."""

import pytest

from pos_app.domain.code import classify
from pos_app.lab.album import draw_specimen
from pos_app.lab.contest import Wanted, engines
from pos_app.lab.picture import seeded
from pos_app.lab.specimens import SPECIMENS, certificate, specimen, tampered


@pytest.mark.parametrize("name", SPECIMENS)
@pytest.mark.parametrize("seed", range(20))
def test_the_till_takes_a_specimen_for_what_it_is(name: str, seed: int) -> None:
    made = specimen(name, seeded(seed))
    assert classify(made.text).kind == made.kind


@pytest.mark.parametrize("name", SPECIMENS)
def test_a_drawn_specimen_says_its_text(name: str) -> None:
    zxing = next(engine for engine in engines() if engine.name == "zxing-cpp").open()
    made = specimen(name, seeded(3))
    assert [code.payload.decode() for code in zxing(draw_specimen(made), Wanted.ANYTHING)] == [made.text]


@pytest.mark.parametrize("seed", range(30))
def test_a_tampered_voucher_differs_in_one_digit_of_its_unique_part(seed: int) -> None:
    text = certificate(seeded(seed))
    other = tampered(text, seeded(seed))
    assert [place for place in range(28) if text[place] != other[place]] in [[place] for place in range(3, 20)]
