"""The phone as one frozen view: what is shown follows from whose it is, the code, the time and the language."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pos_app.domain.refusal import Refusal, RefusalCode
from pos_app.domain.voucher import Channel, CodeKind, ShownCode
from pos_app.gui.view_models.phone_view import (
    Asking,
    Deed,
    PhoneInputs,
    PhoneView,
    Showing,
    Unreachable,
    derive_phone_view,
    grouped,
    seconds_left,
)
from pos_app.wording import Language, Wording
from tests.gui.phone_double import HIDDEN, LIFE, PLENTY, START

CODE = ShownCode("4240000000000000000100510000", CodeKind.CERTIFICATE, Channel.NATIONAL, START, START + LIFE)
SHOWING = Showing(CODE, b"picture")
CHINESE = PhoneInputs(Wording(Language.CHINESE), START, people=(PLENTY, HIDDEN), on_screen=SHOWING)
ENGLISH = replace(CHINESE, wording=Wording(Language.ENGLISH))


def values(view: PhoneView) -> dict[str, str]:
    return {tile.label: tile.value for tile in view.tiles}


def test_a_code_shows_its_picture_and_the_time_it_has() -> None:
    view = derive_phone_view(replace(CHINESE, now=START + timedelta(seconds=17)))
    assert view.picture == b"picture"
    assert view.countdown == "43 秒后自动更新"
    assert view.time_left == pytest.approx(43 / 60)
    assert view.actions.are_enabled
    assert view.notice is None


def test_the_phone_knows_its_owner() -> None:
    view = derive_phone_view(CHINESE)
    assert view.holder == "李**"
    assert values(view) == {
        "个人账户余额": "¥1,204.33",
        "参保地": "成都",
        "险种": "职工",
        "电子社保卡": "二级签发",
    }


def test_a_hidden_balance_is_a_dash_and_a_missing_place_is_said() -> None:
    view = derive_phone_view(replace(ENGLISH, owner_index=1))
    assert values(view)["Account balance"] == "-"
    assert values(view)["Insured in"] == "not supplied"
    assert "not supplied" in view.owners[1].title


def test_an_insurance_without_a_name_is_shown_by_its_number() -> None:
    stranger = replace(PLENTY, insurance="999")
    assert values(derive_phone_view(replace(ENGLISH, people=(stranger,))))["Insurance"] == "999"


def test_each_face_is_named_and_one_is_chosen() -> None:
    view = derive_phone_view(replace(ENGLISH, member="daughter"))
    assert [(face.initial, face.relation, face.is_chosen) for face in view.faces] == [
        ("李", "Self", False),
        ("李", "Father", False),
        ("小", "Daughter", True),
    ]
    assert view.holder == "小*"
    assert view.faces[2].accessible_name == "Daughter 小*"


def test_of_a_family_member_the_phone_shows_the_code_and_nothing_else() -> None:
    assert derive_phone_view(replace(CHINESE, member="father")).tiles == ()


def test_the_owners_are_listed_with_what_they_make_happen() -> None:
    view = derive_phone_view(ENGLISH)
    assert [row.why for row in view.owners] == [PLENTY.why_en, HIDDEN.why_en]
    assert view.owners[0].title == "李** · Chengdu · Employee"


@pytest.mark.parametrize("code", RefusalCode)
@pytest.mark.parametrize("inputs", [CHINESE, ENGLISH], ids=["zh", "en"])
def test_a_refusal_stands_where_the_code_would_be_with_its_next_step(inputs: PhoneInputs, code: RefusalCode) -> None:
    view = derive_phone_view(replace(inputs, on_screen=Refusal(code, "…")))
    assert view.notice is not None
    assert view.notice.is_refusal
    assert view.notice.message
    assert view.notice.next_step
    assert view.picture is None
    assert not view.actions.are_enabled


def test_a_phone_that_got_no_code_says_that_a_later_try_may_work() -> None:
    notice = derive_phone_view(replace(ENGLISH, on_screen=Unreachable())).notice
    assert notice is not None
    assert not notice.is_refusal
    assert "F5" in notice.next_step


def test_while_a_code_is_fetched_the_phone_says_so_and_offers_nothing() -> None:
    view = derive_phone_view(replace(CHINESE, on_screen=Asking()))
    assert view.countdown == "正在取新码…"
    assert view.picture is None
    assert not view.actions.are_enabled


@pytest.mark.parametrize("on_screen", [Asking(), Unreachable(), Refusal(RefusalCode.CODE_UNKNOWN)])
def test_without_a_code_nothing_is_enlarged_and_no_digits_are_shown(on_screen: Asking | Unreachable | Refusal) -> None:
    inputs = replace(CHINESE, on_screen=on_screen, is_enlarged=True, are_digits_shown=True)
    view = derive_phone_view(inputs)
    assert not view.is_enlarged
    assert view.digits == ""


def test_before_the_people_are_known_the_phone_is_empty() -> None:
    view = derive_phone_view(PhoneInputs(Wording(Language.CHINESE), START))
    assert (view.owners, view.faces, view.tiles, view.holder) == ((), (), (), "")


def test_the_channel_is_asked_of_a_certificate_only() -> None:
    assert derive_phone_view(CHINESE).channels.is_enabled
    assert not derive_phone_view(replace(CHINESE, kind=CodeKind.SOCIAL_CARD)).channels.is_enabled


@pytest.mark.parametrize(
    ("inputs", "said"),
    [
        (ENGLISH, "Hands a picture"),
        (replace(ENGLISH, was_handed_over=True), "The scanner has seen"),
        (replace(ENGLISH, deed=Deed.COPIED), "Ctrl+V"),
        (replace(ENGLISH, deed=Deed.SAVED, deed_detail="code.png"), "code.png"),
        (replace(ENGLISH, deed=Deed.SAVE_FAILED, deed_detail="No space left"), "No space left"),
    ],
)
def test_what_was_done_last_is_said(inputs: PhoneInputs, said: str) -> None:
    assert said in derive_phone_view(inputs).actions.hint


def test_the_digits_are_shown_in_fours_when_asked_for() -> None:
    assert derive_phone_view(CHINESE).digits == ""
    shown = derive_phone_view(replace(CHINESE, are_digits_shown=True))
    assert shown.digits == "4240 0000 0000 0000 0001 0051 0000"


def test_neither_the_code_nor_its_picture_is_in_a_repr() -> None:
    inputs = replace(CHINESE, are_digits_shown=True)
    for text in (repr(inputs), repr(derive_phone_view(inputs))):
        assert CODE.text not in text
        assert "4240 0000" not in text
        assert "picture'" not in text


@given(st.text(alphabet="0123456789", max_size=40))
def test_grouping_loses_no_digit(number: str) -> None:
    assert grouped(number).replace(" ", "") == number


@given(st.floats(min_value=-1000, max_value=1000))
def test_the_seconds_left_are_never_negative_and_never_more_than_the_truth_rounded_up(passed: float) -> None:
    now = START + timedelta(seconds=passed)
    left = (CODE.expires_at - now).total_seconds()
    assert max(0.0, left) <= seconds_left(CODE, now) < max(0.0, left) + 1
    assert 0.0 <= derive_phone_view(replace(CHINESE, now=now)).time_left <= 1.0
