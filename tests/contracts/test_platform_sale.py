"""The main job through messages alone: who it is, who pays what, and that the books agree."""

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest

from pos_app.clients.told import ToldInfo
from pos_app.domain.product import Category, ChargeClass
from pos_app.domain.refusal import RefusalCode
from pos_app.domain.voucher import CodeKind
from pos_app.verifier.rules import CatalogueItem
from pos_app.wire.messages.settlement import SettlementInfo
from pos_app.wire.region import Elsewhere
from tests.contracts.till_driver import Line, TillDriver, Tree
from tests.contracts.world import CATALOGUE, CHENGDU, World, person

BASKET = (Line("25.60", "12.80", "2"), Line("13.00", "6.50", "2"))  # 38.60, all of it payable
D = Decimal


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


def assert_identities(world: World, info: Tree) -> None:
    """Hold an answer to the sheet's sums."""
    counted_twice = info["acct_pay"] if world.profile.messages.fund_includes_account else 0
    assert info["medfee_sumamt"] == info["fund_pay_sumamt"] + info["psn_part_amt"] - counted_twice
    assert info["psn_part_amt"] == info["acct_pay"] + info["psn_cash_pay"]
    assert info["acct_pay"] >= info["acct_mulaid_pay"]
    parts = ("fulamt_ownpay_amt", "overlmt_selfpay", "preselfpay_amt", "inscp_scp_amt")
    assert info["medfee_sumamt"] == sum(info[part] for part in parts)


@pytest.mark.parametrize(
    ("person_id", "account", "shared", "cash", "balance"),
    [
        ("plenty", "38.60", "0.00", "0.00", "1165.73"),
        ("exact", "38.60", "0.00", "0.00", "0.00"),
        ("short", "8.37", "0.00", "30.23", "0.00"),
        ("zero", "0.00", "0.00", "38.60", "0.00"),
        ("one-fen", "0.01", "0.00", "38.59", "0.00"),
        ("resident-no-account", "0.00", "0.00", "38.60", "0.00"),
        ("family-father", "21.40", "17.20", "0.00", "0.00"),
        ("family-member", "0.00", "38.60", "0.00", "0.00"),
        ("social-card-level-1", "38.60", "0.00", "0.00", "279.60"),
        ("same-province", "38.60", "0.00", "0.00", None),
        ("retired", "38.60", "0.00", "0.00", None),
        ("rare-name", "38.60", "0.00", "0.00", None),
    ],
)
def test_each_persona_pays_as_promised(
    world: World, till: TillDriver, person_id: str, account: str, shared: str, cash: str, balance: str | None
) -> None:
    before = world.yuan(person_id)
    buyer = till.meet(world.code(person_id))
    quoted = till.quote(buyer, *BASKET).setlinfo
    assert world.yuan(person_id) == before
    info = till.settle(buyer, *BASKET).setlinfo
    assert info["acct_pay"] == D(account) + D(shared)
    assert info["acct_mulaid_pay"] == D(shared)
    assert info["psn_cash_pay"] == D(cash)
    assert info["balc"] == (D(balance) if balance else before - D(account))
    assert world.yuan(person_id) == before - D(account)
    same = set(info) - {"setl_id", "mdtrt_id", "medins_setl_id"}
    assert {name: quoted[name] for name in same} == {name: info[name] for name in same}
    assert_identities(world, info)
    assert len(info["setl_id"]) == len(info["mdtrt_id"]) == 30
    SettlementInfo.model_validate(info)


def test_what_the_family_adds_comes_off_the_holders_account(world: World, till: TillDriver) -> None:
    till.settle(till.meet(world.code("family-holder", member="family-member")), *BASKET)
    assert world.yuan("family-holder") == D("862.15") - D("38.60")


def test_the_account_is_used_as_the_flag_says(world: World, till: TillDriver) -> None:
    buyer = till.meet(world.code("family-father"))
    paid = [till.quote(buyer, *BASKET, account=flag).setlinfo["acct_pay"] for flag in ("0", "1", "2")]
    assert paid == [D("0.00"), D("21.40"), D("38.60")]


@pytest.mark.parametrize(
    ("person_id", "code"),
    [
        ("frozen", RefusalCode.ACCOUNT_FROZEN),
        ("paused", RefusalCode.INSURANCE_PAUSED),
    ],
)
def test_who_may_not_buy_is_told_why_and_nothing_moves(
    world: World, till: TillDriver, person_id: str, code: RefusalCode
) -> None:
    before = world.yuan(person_id)
    buyer = till.meet(world.code(person_id))
    assert till.quote(buyer, *BASKET).refusal is code
    assert till.settle(buyer, *BASKET).refusal is code
    assert world.yuan(person_id) == before


def test_a_frozen_account_still_lets_the_customer_pay_all(world: World, till: TillDriver) -> None:
    info = till.settle(till.meet(world.code("frozen")), *BASKET, account="0").setlinfo
    assert (info["acct_pay"], info["psn_cash_pay"]) == (0, D("38.60"))


@pytest.mark.parametrize(
    ("person_id", "code"),
    [("several-records", RefusalCode.RECORDS_NOT_MERGED), ("insuplc-missing", RefusalCode.INSUPLC_MISSING)],
)
def test_who_cannot_be_identified_is_told_why(
    world: World, till: TillDriver, person_id: str, code: RefusalCode
) -> None:
    assert till.identify(till.scan(world.code(person_id))).refusal is code


def test_with_several_records_the_physical_card_still_works(world: World, till: TillDriver) -> None:
    buyer = till.meet(world.code("several-records", CodeKind.CARD))
    assert (buyer.cert_type, buyer.cert_no) == ("03", person("several-records").card_no)
    assert till.settle(buyer, *BASKET).setlinfo["acct_pay"] == D("38.60")


def test_a_balance_that_is_not_shown_is_marked_and_the_sale_works(world: World, till: TillDriver) -> None:
    buyer = till.scan(world.code("balance-hidden"))
    output = till.identify(buyer).output
    assert (output["insuinfo"][0]["balc"], output["baseinfo"]["exp_content"]) == (0, "balc_qury_flag=0")
    info = till.settle(till.meet(world.code("balance-hidden")), *BASKET).setlinfo
    assert (info["acct_pay"], info["balc"], info["exp_content"]) == (D("38.60"), 0, "balc_qury_flag=0")
    assert ToldInfo.model_validate(info).balance is None


def test_elsewhere_in_the_province_is_cleared_as_out_of_area(world: World, till: TillDriver) -> None:
    near, far = till.meet(world.code("plenty")), till.meet(world.code("same-province"))
    assert till.quote(near, *BASKET).setlinfo["clr_type"] == "41"
    assert till.quote(far, *BASKET).setlinfo["clr_type"] == "9974"


def test_another_province_buys_as_the_region_says(world: World, till: TillDriver) -> None:
    answer = till.settle(till.meet(world.code("other-province")), *BASKET)
    if world.profile.elsewhere.other_province is Elsewhere.ALLOWED:
        assert answer.setlinfo["acct_pay"] == D("38.60")
    else:
        assert answer.refusal is RefusalCode.OTHER_PROVINCE


def test_another_province_may_buy_where_the_region_allows_it(tmp_path: Path) -> None:
    world = World(tmp_path, region=CHENGDU.replace('other_province = "refused"', 'other_province = "allowed"'))
    till = TillDriver(world.verifier.answer, world.verifier.decode)
    till.sign_in()
    assert till.settle(till.meet(world.code("other-province")), *BASKET).setlinfo["acct_pay"] == D("38.60")
    world.assert_sound()


def test_the_header_must_name_the_insured_place(world: World, till: TillDriver) -> None:
    buyer = till.meet(world.code("plenty"))
    for area in ("", "510700"):
        answer = till.send("2102", till.bill(buyer, BASKET), area=area)
        assert answer.refusal is RefusalCode.MESSAGE_INVALID
        assert "insuplc_admdvs" in answer.tree["err_msg"]


@pytest.mark.parametrize("field", ["certno", "psn_name"])
def test_the_bill_must_be_of_the_person_of_the_voucher(world: World, till: TillDriver, field: str) -> None:
    bill = till.bill(till.meet(world.code("plenty")), BASKET)
    bill["druginfo"][field] = "别人"
    assert till.send("2102", bill).refusal is RefusalCode.PERSON_UNKNOWN


def test_an_id_number_alone_pays_nothing(world: World, till: TillDriver) -> None:
    bill = till.bill(till.meet(world.code("plenty")), BASKET)
    bill["druginfo"] |= {"mdtrt_cert_type": "02", "mdtrt_cert_no": person("plenty").certno}
    assert till.send("2102", bill).refusal is RefusalCode.ID_NUMBER_NOT_VOUCHER


def test_every_class_is_cut_up_as_the_sheet_has_it(tmp_path: Path) -> None:
    catalogue = {
        "FULL": CatalogueItem("甲", Category.DRUG, ChargeClass.FULL),
        "PART": CatalogueItem("乙", Category.DRUG, ChargeClass.PARTIAL),
        "CAPPED": CatalogueItem("乙限价", Category.DRUG, ChargeClass.PARTIAL, price_cap=D("3.00")),
        "OWN": CatalogueItem("丙", Category.CONSUMABLE, ChargeClass.OWN),
        "FOOD": CatalogueItem("保健", Category.HEALTH_FOOD, ChargeClass.OWN),
    }
    world = World(tmp_path, catalogue=catalogue)
    till = TillDriver(world.verifier.answer, world.verifier.decode)
    till.sign_in()
    codes = ("FULL", "PART", "CAPPED", "OWN", "FOOD", "NMLC999")
    lines = (*(Line("4.52", code=code) for code in codes), Line("0.50", code="PART"))
    answer = till.settle(till.meet(world.code("plenty")), *lines)
    names = ("fulamt_ownpay_amt", "overlmt_amt", "preselfpay_amt", "inscp_scp_amt", "selfpay_prop", "chrgitm_lv")
    cuts = [tuple(str(row[name]) for name in names) for row in answer.output["detlcutinfo"]]
    assert cuts == [
        ("0.00", "0.00", "0.00", "4.52", "0.0000", "01"),
        ("0.00", "0.00", "0.23", "4.29", "0.0500", "02"),  # the public sample: 4.52 x 0.05
        ("0.00", "1.52", "0.15", "2.85", "0.0500", "02"),
        ("4.52", "0.00", "0.00", "0.00", "1.0000", "03"),
        ("4.52", "0.00", "0.00", "0.00", "1.0000", "03"),
        ("4.52", "0.00", "0.00", "0.00", "1.0000", "03"),
        ("0.00", "0.00", "0.03", "0.47", "0.0500", "02"),  # 0.025 rounds up
    ]
    info = answer.setlinfo
    assert_identities(world, info)
    assert (info["acct_pay"], info["psn_cash_pay"]) == (D("18.58"), D("9.04"))
    world.assert_sound()


@pytest.mark.parametrize(
    ("lines", "total"),
    [
        ((Line("12.80"),), "12.81"),
        ((Line("12.80"), Line("1.00")), "12.80"),
        ((Line("12.82", "12.80"),), "12.82"),
        ((Line("25.60", "12.80", "3"),), "25.60"),
        ((Line("-12.80"),), "-12.80"),
        ((Line("-12.80", "12.80", "-1"),), "-12.80"),
        ((Line("0.00"),), "0.00"),
    ],
)
def test_a_bill_that_does_not_add_up_is_refused(
    world: World, till: TillDriver, lines: tuple[Line, ...], total: str
) -> None:
    buyer = till.meet(world.code("plenty"))
    assert till.quote(buyer, *lines, total=total).refusal is RefusalCode.TOTALS_DIFFER
    assert till.settle(buyer, *lines, total=total).refusal is RefusalCode.TOTALS_DIFFER


def test_a_line_may_be_one_fen_off_and_half_a_fen_rounds_up(world: World, till: TillDriver) -> None:
    buyer = till.meet(world.code("plenty"))
    for line in (Line("12.81", "12.80"), Line("0.34", "0.335"), Line("0.13", "0.0125", "10")):
        assert till.quote(buyer, line).setlinfo["acct_pay"] == D(line.amount)


def test_lines_are_needed_and_numbered_once(world: World, till: TillDriver) -> None:
    buyer = till.meet(world.code("plenty"))
    bill = till.bill(buyer, (Line("1.00"), Line("1.00")))
    bill["drugdetail"][1]["feedetl_sn"] = 1
    assert till.send("2102", bill).refusal is RefusalCode.MESSAGE_INVALID
    assert till.send("2102", till.bill(buyer, (), total="1.00")).refusal is RefusalCode.MESSAGE_INVALID


def test_where_the_fund_includes_the_account_the_sum_says_so(tmp_path: Path) -> None:
    world = World(tmp_path, region=CHENGDU.replace("fund_includes_account = false", "fund_includes_account = true"))
    till = TillDriver(world.verifier.answer, world.verifier.decode)
    till.sign_in()
    info = till.settle(till.meet(world.code("short")), *BASKET).setlinfo
    assert (info["fund_pay_sumamt"], info["acct_pay"], info["psn_cash_pay"]) == (D("8.37"), D("8.37"), D("30.23"))


def test_the_shipped_catalogue_is_known_to_the_platform() -> None:
    assert len(CATALOGUE) >= 200
