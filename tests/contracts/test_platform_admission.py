"""Who is let in to buy, and what is not: people of whom something stands against, too many codes, real numbers."""

from dataclasses import replace

import pytest

from pos_app.domain.refusal import RefusalCode
from pos_app.domain.voucher import Channel, CodeKind, ShownCode
from pos_app.verifier.authorities import Remedy
from pos_app.wire.refusal_text import read_refusal
from tests.contracts import test_platform_people
from tests.contracts.test_platform_people import LINE, REAL, code_of, shown
from tests.contracts.till_driver import TillDriver
from tests.contracts.world import World, person

world = test_platform_people.world
till = test_platform_people.till


@pytest.mark.parametrize(
    ("person_id", "code"),
    [
        ("deceased", RefusalCode.PERSON_DECEASED),
        ("in-hospital", RefusalCode.IN_HOSPITAL),
        ("blacklisted", RefusalCode.PERSON_BLACKLISTED),
    ],
)
@pytest.mark.parametrize("kind", [CodeKind.CERTIFICATE, CodeKind.CARD])
def test_who_may_not_buy_is_refused_by_quote_and_settlement(
    world: World, till: TillDriver, kind: CodeKind, person_id: str, code: RefusalCode
) -> None:
    buyer = till.meet(world.code(person_id, kind))
    assert till.quote(buyer, LINE).refusal is code
    assert till.settle(buyer, LINE).refusal is code


def test_a_lost_card_is_refused_and_the_certificate_works(world: World, till: TillDriver) -> None:
    for kind in (CodeKind.CARD, CodeKind.SOCIAL_CARD):
        assert read_refusal(till.decode(world.code("card-lost", kind))["message"]).code is RefusalCode.CARD_STOPPED
    buyer = till.meet(world.code("card-lost"))
    by_card = replace(buyer, cert_type="03", cert_no=person("card-lost").card_no)
    assert till.settle(by_card, LINE).refusal is RefusalCode.CARD_STOPPED
    assert till.settle(buyer, LINE).setlinfo


def test_a_missing_place_is_supplied_and_a_place_is_switched(world: World, till: TillDriver) -> None:
    buyer = till.scan(world.code("insuplc-missing"))
    assert till.identify(buyer).refusal is RefusalCode.INSUPLC_MISSING
    assert code_of(world.phone.switch_place("insuplc-missing", "510100")) is RefusalCode.INSUPLC_MISSING
    assert world.authorities.put_right("insuplc-missing", Remedy.SUPPLY_PLACE) is None
    assert till.settle(till.meet(world.code("insuplc-missing")), LINE).setlinfo
    clearing = []
    for area in ("510100", "510700"):
        clearing.append(till.settle(till.meet(world.code("two-places")), LINE).setlinfo["clr_type"])
        assert world.phone.switch_place("two-places", area) is None
    assert clearing[0] != clearing[1]
    assert code_of(world.phone.switch_place("two-places", "110100")) is RefusalCode.PLACE_NOT_OFFERED


def test_records_are_merged_and_then_the_certificate_works(world: World, till: TillDriver) -> None:
    buyer = till.scan(world.code("several-records"))
    assert till.identify(buyer).refusal is RefusalCode.RECORDS_NOT_MERGED
    world.authorities.put_right("several-records", Remedy.MERGE_RECORDS)
    assert till.settle(till.meet(world.code("several-records")), LINE).setlinfo
    assert code_of(world.authorities.put_right("nobody", Remedy.MERGE_RECORDS)) is RefusalCode.PERSON_UNKNOWN


def test_six_codes_a_minute_by_hand_and_no_more(world: World) -> None:
    assert all(isinstance(shown(world, "plenty", Channel.ALIPAY, by_hand=True), ShownCode) for _ in range(6))
    assert code_of(shown(world, "plenty", Channel.WECHAT, by_hand=True)) is RefusalCode.TOO_MANY_CODES
    assert isinstance(shown(world, "plenty", Channel.ALIPAY), ShownCode)
    assert isinstance(shown(world, "exact", Channel.ALIPAY, by_hand=True), ShownCode)
    world.clock.advance(60)
    assert isinstance(shown(world, "plenty", Channel.ALIPAY, by_hand=True), ShownCode)


def test_ten_bad_codes_a_minute_make_a_till_pause(world: World, till: TillDriver) -> None:
    def bad(count: int) -> list[RefusalCode]:
        return [read_refusal(till.decode("4240000000000000000000510000")["message"]).code for _ in range(count)]

    assert bad(9) == [RefusalCode.CODE_UNKNOWN] * 9
    world.clock.advance(60)
    assert bad(10) == [RefusalCode.CODE_UNKNOWN] * 10
    code = world.code("plenty")
    assert read_refusal(till.decode(code)["message"]).code is RefusalCode.TILL_PAUSED
    other = TillDriver(world.verifier.answer, world.verifier.decode, pharmacy="P51010000002")
    assert other.decode(world.code("exact"))["code"] == 0
    world.clock.advance(30)
    assert till.decode(code)["code"] == 0


@pytest.mark.parametrize("escaped", [False, True])
def test_a_message_with_a_living_persons_number_is_refused_and_posts_nothing(
    world: World, till: TillDriver, *, escaped: bool
) -> None:
    buyer = till.meet(world.code("plenty"))
    text = till.text("2102", till.bill(replace(buyer, certno=REAL), (LINE,)))
    if escaped:
        text = text.replace(REAL, "".join(f"\\u{ord(digit):04x}" for digit in REAL))
    answer = world.verifier.answer(text)
    assert RefusalCode.REAL_ID_REFUSED in answer
    assert REAL not in answer
    assert world.ledger.settlements() == ()


def test_a_token_fits_the_sheet_and_no_changed_one_is_taken(world: World, till: TillDriver) -> None:
    buyer = till.meet(world.code("plenty"))
    token = buyer.cert_no
    assert len(token) == 40
    for place in (0, 7, 8, 20, 39):
        changed = token[:place] + ("A" if token[place] != "A" else "B") + token[place + 1 :]
        assert till.settle(replace(buyer, cert_no=changed), LINE).refusal is RefusalCode.TOKEN_INVALID
    assert till.settle(buyer, LINE).setlinfo
