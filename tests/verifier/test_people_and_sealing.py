"""Personas as data, the key, and the shapes of codes."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest

from pos_app.domain.code import CertificateCode, SocialCardCode, classify
from pos_app.domain.refusal import Refusal, RefusalCode
from pos_app.faults import ConfigFault, StoreFault
from pos_app.keyfile import load_key
from pos_app.resources import asset
from pos_app.verifier.people import parse_people
from pos_app.verifier.sealing import Sealer
from pos_app.verifier.sentences import SENTENCES, platform_text
from pos_app.verifier.vouchers import certificate_text, luhn_digit, social_card_text
from tests.contracts.world import SeededChance

TEXT = asset("personas.toml").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("old", "new", "named"),
    [
        ('balance_yuan = "1204.33"', 'balance_yuan = "-1"', "person.0.balance_yuan"),
        ('balance_yuan = "1204.33"', 'balance_yuan = "0.001"', "person.0.balance_yuan"),
        ('area = "510100"', 'area = "成都"', "person.0.area"),
        ('id = "exact"', 'id = "plenty"', "stands twice"),
        ('family = ["family-father", "family-member"]', 'family = ["nobody"]', "nobody"),
        ("social_card_level = 2", "social_card_level = 3", "person.0.social_card_level"),
        ("frozen = false", "frozen = false\nsurprise = 1", "person.0.surprise"),
        ("[[person]]", "[[person", "not TOML"),
    ],
)
def test_a_wrong_persona_is_named(old: str, new: str, named: str) -> None:
    assert old in TEXT
    with pytest.raises(ConfigFault, match=named):
        parse_people(TEXT.replace(old, new, 1))


def test_age_turns_on_the_birthday() -> None:
    first = parse_people(TEXT)[0]
    birthday = first.birthday
    assert first.age_on(birthday.replace(year=2026)) == 2026 - birthday.year
    assert first.age_on(birthday.replace(year=2026, day=birthday.day - 1)) == 2026 - birthday.year - 1


def test_the_key_is_made_once_and_kept(tmp_path: Path) -> None:
    path = tmp_path / "verifier.key"
    key = load_key(path, SeededChance(1))
    assert load_key(path, SeededChance(2)) == key
    assert path.stat().st_mode & 0o777 == 0o600
    assert list(tmp_path.iterdir()) == [path]


def test_of_many_first_starts_at_once_one_key_stays(tmp_path: Path) -> None:
    path, barrier = tmp_path / "verifier.key", Barrier(8)

    def start(seed: int) -> bytes:
        chance = SeededChance(seed)
        barrier.wait(timeout=300)
        return load_key(path, chance)

    with ThreadPoolExecutor(8) as threads:
        assert len(set(threads.map(start, range(8)))) == 1
    assert list(tmp_path.iterdir()) == [path]


def test_a_damaged_key_is_a_fault(tmp_path: Path) -> None:
    path = tmp_path / "verifier.key"
    path.write_bytes(b"short")
    with pytest.raises(StoreFault, match="32 bytes"):
        load_key(path, SeededChance(1))
    with pytest.raises(StoreFault):
        load_key(tmp_path / "missing" / "verifier.key", SeededChance(1))


def test_a_digest_depends_on_key_label_and_text() -> None:
    one, other = Sealer(b"1" * 32), Sealer(b"2" * 32)
    digests = [one.seal("code", "x"), one.seal("code", "y"), one.seal("token", "x"), other.seal("code", "x")]
    assert len(set(digests)) == 4
    assert one.seal("code", "x") == digests[0]
    with pytest.raises(ValueError, match="32 bytes"):
        Sealer(b"short")


def test_codes_are_what_the_till_takes_them_for() -> None:
    chance = SeededChance(4)
    assert isinstance(classify(certificate_text("51", chance)), CertificateCode)
    assert isinstance(classify(social_card_text(2, chance)), SocialCardCode)
    assert luhn_digit("7992739871") == "3"


def test_whatever_the_platform_refuses_has_a_text_with_its_code() -> None:
    for code in RefusalCode:
        text = platform_text(Refusal(code, "细节"))
        assert text.startswith("FSI-")
        assert text.endswith(f"细节[{code}]")
    assert len(set(SENTENCES.values())) == len(SENTENCES)
