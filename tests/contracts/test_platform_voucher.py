"""Vouchers through the decode call: fresh ones work once, all others are told apart."""

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from sqlite_utils import Database

from pos_app.domain.refusal import Refusal, RefusalCode
from pos_app.domain.voucher import Channel, CodeKind
from pos_app.wire.refusal_text import read_refusal
from tests.contracts.till_driver import Line, TillDriver
from tests.contracts.world import CHENGDU, World, person

LINE = Line("12.80")


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    made = World(tmp_path)
    yield made
    made.assert_sound()
    made.store.close()


@pytest.fixture
def till(world: World) -> TillDriver:
    driver = TillDriver(world.verifier.answer, world.verifier.decode)
    driver.sign_in()
    return driver


def refusal_of(till: TillDriver, text: str, scan: str = "") -> RefusalCode:
    answer = till.decode(text, scan)
    assert answer["code"] != 0
    return read_refusal(answer["message"]).code


def test_a_certificate_has_the_national_form(world: World) -> None:
    assert re.fullmatch(r"424\d{19}510000", world.code("plenty"))
    assert re.fullmatch(r"424\d{19}520000", world.code("other-province"))
    assert re.fullmatch(r"SSC1:2\d{21}", world.code("plenty", CodeKind.SOCIAL_CARD))


def test_a_certificate_is_used_up_by_the_scan(world: World, till: TillDriver) -> None:
    code = world.code("plenty")
    decoded = till.decode(code)
    assert (decoded["code"], decoded["data"]["idNo"]) == (0, person("plenty").certno)
    assert re.fullmatch(rf"{world.profile.platform_area}ec[0-9A-Za-z_-]{{32}}", decoded["data"]["ecToken"])
    assert refusal_of(till, code) is RefusalCode.CODE_USED


def test_where_codes_are_not_single_use_a_code_works_until_it_expires(tmp_path: Path) -> None:
    world = World(tmp_path, region=CHENGDU.replace("single_use = true", "single_use = false"))
    till = TillDriver(world.verifier.answer, world.verifier.decode)
    code = world.code("plenty")
    assert [till.decode(code)["code"] for _ in range(3)] == [0, 0, 0]
    world.clock.advance(60)
    assert refusal_of(till, code) is RefusalCode.CODE_USED


def test_a_certificate_lives_for_a_minute(world: World, till: TillDriver) -> None:
    early, late = world.code("plenty"), world.code("exact")
    world.clock.advance(59.999)
    assert till.decode(early)["code"] == 0
    world.clock.advance(0.001)
    assert refusal_of(till, late) is RefusalCode.CODE_EXPIRED


def test_a_fresh_code_replaces_the_one_before_it(world: World, till: TillDriver) -> None:
    old = world.code("plenty")
    other_kind = world.code("plenty", CodeKind.SOCIAL_CARD)
    new = world.code("plenty")
    assert refusal_of(till, old) is RefusalCode.CODE_REPLACED
    assert till.decode(new)["code"] == till.decode(other_kind)["code"] == 0


def test_a_used_code_stays_used_when_a_fresh_one_is_issued(world: World, till: TillDriver) -> None:
    old = world.code("plenty")
    till.scan(old)
    world.code("plenty")
    assert refusal_of(till, old) is RefusalCode.CODE_USED


def test_used_codes_are_remembered_for_a_day_and_then_forgotten_few_by_few(world: World, till: TillDriver) -> None:
    def kept(table: str) -> int:
        database = Database(world.folder / "verifier.db")
        try:
            return database.table(table).count
        finally:
            database.close()

    old = [world.code("plenty") for _ in range(9)]
    buyer = till.meet(old[-1])
    paid = till.settle(buyer, LINE).setlinfo
    assert (kept("vouchers"), kept("tokens")) == (9, 1)
    world.clock.advance(24 * 3600)
    assert "[code_used]" in till.decode(old[-1])["message"]
    world.code("plenty")
    assert kept("vouchers") == 10
    world.clock.advance(60 + 600)
    for left in (7, 4, 4):
        world.code("plenty")
        assert kept("vouchers") == left
    assert kept("tokens") == 0
    assert "[code_unknown]" in till.decode(old[-1])["message"]
    till.sign_in()
    assert till.cancel(paid).setlinfo


def test_one_changed_digit_makes_it_unknown(world: World, till: TillDriver) -> None:
    code = world.code("plenty")
    for place in (3, 12, 21):
        changed = code[:place] + str((int(code[place]) + 1) % 10) + code[place + 1 :]
        assert refusal_of(till, changed) is RefusalCode.CODE_UNKNOWN
    social = world.code("social-card-level-1", CodeKind.SOCIAL_CARD)
    assert refusal_of(till, social.replace("SSC1:1", "SSC1:2")) is RefusalCode.CODE_UNKNOWN


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("134567890123456789", RefusalCode.PAY_CODE_NOT_VOUCHER),
        ("6999002000016", RefusalCode.GOODS_CODE_NOT_VOUCHER),
        ("81234567890123456789", RefusalCode.TRACE_CODE_NOT_VOUCHER),
        ("990000198403121030", RefusalCode.ID_NUMBER_NOT_VOUCHER),
        ("https://example.invalid/", RefusalCode.NOT_A_VOUCHER),
        ("SIM510009999", RefusalCode.PERSON_UNKNOWN),
    ],
)
def test_another_code_is_told_apart(till: TillDriver, text: str, code: RefusalCode) -> None:
    assert refusal_of(till, text) is code


def test_a_level_1_social_card_only_identifies(world: World, till: TillDriver) -> None:
    for person_id, seen in (("social-card-level-1", RefusalCode.SOCIAL_CARD_LEVEL_1),):
        assert refusal_of(till, world.code(person_id, CodeKind.SOCIAL_CARD)) is seen
    assert till.decode(world.code("social-card-level-1"))["code"] == 0


def test_a_level_2_social_card_pays_once_scanned_as_the_card_it_stands_for(world: World, till: TillDriver) -> None:
    code = world.code("social-card-level-2", CodeKind.SOCIAL_CARD)
    buyer = till.meet(code)
    assert (buyer.cert_type, buyer.cert_no) == ("03", person("social-card-level-2").card_no)
    assert till.settle(buyer, LINE).setlinfo["psn_cash_pay"] == 0
    assert refusal_of(till, code) is RefusalCode.CODE_USED


def test_a_card_needs_its_serial_to_identify(world: World, till: TillDriver) -> None:
    buyer = till.scan(world.code("plenty", CodeKind.CARD))
    answer = till.identify(replace(buyer, card_sn=""))
    assert answer.refusal is RefusalCode.MESSAGE_INVALID
    assert "card_sn" in answer.tree["err_msg"]


def test_a_family_phone_shows_only_its_familys_codes(world: World, till: TillDriver) -> None:
    assert till.meet(world.code("family-holder", member="family-member")).psn_no == person("family-member").psn_no

    def shown(person_id: str, kind: CodeKind, member: str | None) -> object:
        return world.phone.show(person_id, kind=kind, channel=Channel.NATIONAL, member=member)

    certificate = CodeKind.CERTIFICATE
    assert shown("plenty", certificate, "exact") == Refusal(RefusalCode.NOT_IN_FAMILY, "exact")
    assert shown("nobody", certificate, None) == Refusal(RefusalCode.PERSON_UNKNOWN, "nobody")
    assert shown("family-father", CodeKind.SOCIAL_CARD, None) == Refusal(RefusalCode.SOCIAL_CARD_MISSING)


def test_the_same_scan_sent_again_is_told_the_same_token(world: World, till: TillDriver) -> None:
    code = world.code("plenty")
    first = till.decode(code, "scan-1")
    again = till.decode(code, "scan-1")
    assert first["data"]["ecToken"] == again["data"]["ecToken"]
    assert refusal_of(till, code, "scan-2") is RefusalCode.CODE_USED
    assert refusal_of(TillDriver(till.call, till.decode_call, "P51010000002"), code, "scan-1") is RefusalCode.CODE_USED
    world.clock.advance(600)
    assert refusal_of(till, code, "scan-1") is RefusalCode.CODE_USED


def test_a_token_can_expire_between_quote_and_settlement(world: World, till: TillDriver) -> None:
    buyer = till.meet(world.code("plenty"))
    assert till.quote(buyer, LINE).setlinfo
    world.clock.advance(600)
    assert till.settle(buyer, LINE).refusal is RefusalCode.TOKEN_EXPIRED
    assert till.identify(buyer).refusal is RefusalCode.TOKEN_EXPIRED


def test_a_token_pays_once_and_for_its_own_person(world: World, till: TillDriver) -> None:
    buyer, other = till.meet(world.code("plenty")), till.meet(world.code("exact"))
    for token in (other.cert_no, "510000ec" + "0" * 32, "x"):
        assert till.settle(replace(buyer, cert_no=token), LINE).refusal is RefusalCode.TOKEN_INVALID
    assert till.settle(buyer, LINE).setlinfo
    assert till.settle(buyer, LINE).refusal is RefusalCode.TOKEN_INVALID
    assert till.quote(buyer, LINE).refusal is RefusalCode.TOKEN_INVALID


def test_no_code_and_no_token_is_stored_in_clear(world: World, till: TillDriver, tmp_path: Path) -> None:
    codes = [world.code("plenty", kind) for kind in (CodeKind.CERTIFICATE, CodeKind.SOCIAL_CARD)]
    buyer = till.meet(codes[0])
    till.settle(buyer, LINE)
    stored = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    assert person("plenty").psn_no.encode() in stored
    for secret in (*codes, buyer.cert_no):
        assert secret.encode() not in stored


def test_the_key_is_its_owners_alone(world: World, tmp_path: Path) -> None:
    assert world.code("plenty")
    assert (tmp_path / "verifier.key").stat().st_mode & 0o777 == 0o600


def test_the_phone_shows_masked_people_and_what_each_is_for(world: World) -> None:
    people = world.phone.people()
    assert people[0].person_id == "plenty"
    assert str(people[0].balance) == "1,204.33"
    for owner in people:
        assert "*" in owner.masked_name
        assert owner.why_zh
        assert owner.why_en
    by_id = {owner.person_id: owner for owner in people}
    assert by_id["balance-hidden"].balance is None
    assert [member.person_id for member in by_id["family-holder"].family] == ["family-father", "family-member"]
