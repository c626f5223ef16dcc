"""Opening a certificate, paying with the password, and the family."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from pos_app.domain.activation import (
    AUTHORITY_OF,
    STEPS,
    Activation,
    Authority,
    Face,
    FaceShown,
    IdentityTyped,
    PasswordChosen,
    StepInput,
    Tapped,
    needs,
)
from pos_app.domain.code import id_check_character
from pos_app.domain.family import FamilyApplication, Relation
from pos_app.domain.refusal import Refusal, RefusalCode
from pos_app.domain.voucher import Channel, CodeKind, FamilyMember, PaymentConsent, ShownCode
from pos_app.verifier.authorities import Remedy
from pos_app.verifier.payment_password import PERSONA_PASSWORD
from tests.contracts.till_driver import Line, TillDriver
from tests.contracts.world import CHENGDU, World, person

LINE = Line("12.80")
ASKING = CHENGDU.replace("asked = false", "asked = true")
BODY = "110101" + "19900307" + "739"
REAL = BODY + id_check_character(BODY)  # worked out here: no file holds a number that somebody could have


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    made = World(tmp_path)
    yield made
    made.assert_sound()
    made.store.close()


@pytest.fixture
def asking(tmp_path: Path) -> Iterator[World]:
    """Give a platform whose region asks for the payment password."""
    made = World(tmp_path, region=ASKING)
    yield made
    made.assert_sound()
    made.store.close()


@pytest.fixture
def till(world: World) -> TillDriver:
    return signed_in(world)


def signed_in(world: World) -> TillDriver:
    driver = TillDriver(world.verifier.answer, world.verifier.decode)
    driver.sign_in()
    return driver


def given(person_id: str, kind: type[StepInput], password: str = "246810") -> StepInput:  # noqa: S107  a generated person's
    one = person(person_id)
    inputs: dict[type[StepInput], StepInput] = {
        Tapped: Tapped(),
        IdentityTyped: IdentityTyped(one.name, one.certno),
        FaceShown: FaceShown(Face.OWN),
        PasswordChosen: PasswordChosen(password),
    }
    return inputs[kind]


def activate(world: World, person_id: str, channel: Channel) -> Activation | Refusal:
    """Take every step as it should be, until it is done or somebody says no."""
    state: Activation | Refusal = Activation(channel)
    for step in STEPS[channel]:
        state = world.phone.take_step(person_id, channel, given(person_id, needs(step)))
        if isinstance(state, Refusal):
            break
    return state


def shown(world: World, person_id: str, channel: Channel, *, by_hand: bool = False) -> ShownCode | Refusal:
    return world.phone.show(person_id, kind=CodeKind.CERTIFICATE, channel=channel, by_hand=by_hand)


def code_of(answer: object) -> RefusalCode:
    assert isinstance(answer, Refusal)
    return answer.code


@pytest.mark.parametrize("channel", Channel)
def test_a_channel_shows_its_code_once_its_last_step_is_done(world: World, channel: Channel) -> None:
    assert code_of(shown(world, "not-activated", channel)) is RefusalCode.NOT_ACTIVATED
    done = activate(world, "not-activated", channel)
    assert isinstance(done, Activation)
    assert done.is_active
    assert isinstance(shown(world, "not-activated", channel), ShownCode)
    others = [other for other in Channel if other is not channel]
    assert {code_of(shown(world, "not-activated", other)) for other in others} == {RefusalCode.NOT_ACTIVATED}
    owner = next(one for one in world.phone.people() if one.person_id == "not-activated")
    assert owner.activated == (channel,)


@pytest.mark.parametrize(
    ("person_id", "code", "authority"),
    [
        ("face-fails", RefusalCode.FACE_CHECK_FAILED, Authority.POLICE),
        ("real-name-fails", RefusalCode.REAL_NAME_FAILED, Authority.POLICE),
        ("data-wrong", RefusalCode.INSURANCE_DATA_WRONG, Authority.INSURANCE_AGENCY),
    ],
)
@pytest.mark.parametrize("channel", Channel)
def test_who_fails_is_sent_to_the_right_authority_and_can_go_on_after_it(
    world: World, channel: Channel, person_id: str, code: RefusalCode, authority: Authority
) -> None:
    assert code_of(activate(world, person_id, channel)) is code
    assert AUTHORITY_OF[code] is authority
    before = world.phone.activation(person_id, channel)
    assert isinstance(before, Activation)
    assert not before.is_active
    if authority is Authority.POLICE:
        world.authorities.put_right(person_id, Remedy.CORRECT_REGISTER)
    else:
        world.authorities.put_right(person_id, Remedy.CORRECT_INSURANCE_DATA)
    for step in STEPS[channel][before.done :]:
        assert isinstance(world.phone.take_step(person_id, channel, given(person_id, needs(step))), Activation)
    assert isinstance(shown(world, person_id, channel), ShownCode)


def test_steps_keep_their_turn_and_checks_can_fail(world: World) -> None:
    def step(one: StepInput) -> Activation | Refusal:
        return world.phone.take_step("not-activated", Channel.NATIONAL, one)

    assert code_of(step(FaceShown(Face.OWN))) is RefusalCode.STEP_OUT_OF_TURN
    step(Tapped())
    assert code_of(step(IdentityTyped("林初一", REAL))) is RefusalCode.REAL_ID_REFUSED
    assert code_of(step(IdentityTyped("别人", person("not-activated").certno))) is RefusalCode.REAL_NAME_FAILED
    step(given("not-activated", IdentityTyped))
    for face in (Face.SOMEBODY_ELSE, Face.NONE):
        assert code_of(step(FaceShown(face))) is RefusalCode.FACE_CHECK_FAILED
    assert step(FaceShown(Face.OWN)) == Activation(Channel.NATIONAL, 3)
    step(Tapped())
    for weak in ("123456", "000000", "12345", "１２３４５６", "abcdef"):
        assert code_of(step(PasswordChosen(weak))) is RefusalCode.PASSWORD_UNFIT
    opened = step(PasswordChosen("246810"))
    assert step(Tapped()) == opened


def test_where_a_password_is_asked_only_the_customers_own_word_lets_a_settlement_pass(asking: World) -> None:
    till = signed_in(asking)
    buyer = till.meet(asking.code("plenty"))
    assert till.quote(buyer, LINE).setlinfo
    assert till.settle(buyer, LINE).refusal is RefusalCode.PASSWORD_NEEDED
    consent = asking.phone.confirm_payment("plenty", PERSONA_PASSWORD)
    assert isinstance(consent, PaymentConsent)
    msgid = till.msgid()
    first = till.settle(buyer, LINE, msgid=msgid)
    assert first.setlinfo["acct_pay"]
    assert till.settle(buyer, LINE, msgid=msgid) == first
    assert till.settle(till.meet(asking.code("plenty")), LINE).refusal is RefusalCode.PASSWORD_NEEDED


def test_a_consent_ends_is_its_persons_own_and_comes_back_with_a_reversal(asking: World) -> None:
    till = signed_in(asking)
    asking.phone.confirm_payment("exact", PERSONA_PASSWORD)
    buyer = till.meet(asking.code("plenty"))
    assert till.settle(buyer, LINE).refusal is RefusalCode.PASSWORD_NEEDED
    asking.phone.confirm_payment("plenty", PERSONA_PASSWORD)
    asking.clock.advance(120)
    assert till.settle(buyer, LINE).refusal is RefusalCode.PASSWORD_NEEDED
    asking.phone.confirm_payment("plenty", PERSONA_PASSWORD)
    msgid = till.msgid()
    assert till.settle(buyer, LINE, msgid=msgid).setlinfo
    till.reverse(msgid, buyer.psn_no)
    assert till.settle(buyer, LINE).setlinfo


def test_a_holder_confirms_for_a_member_and_nobody_without_money_is_asked(asking: World) -> None:
    till = signed_in(asking)
    child = till.meet(asking.code("family-holder", member="family-member"))
    assert till.settle(child, LINE).refusal is RefusalCode.PASSWORD_NEEDED
    asking.phone.confirm_payment("family-holder", PERSONA_PASSWORD, member="family-member")
    assert till.settle(child, LINE).setlinfo["acct_mulaid_pay"]
    stranger = asking.phone.confirm_payment("family-holder", PERSONA_PASSWORD, member="plenty")
    assert code_of(stranger) is RefusalCode.NOT_IN_FAMILY
    assert till.settle(till.meet(asking.code("zero")), LINE).setlinfo["psn_cash_pay"]
    assert till.settle(till.meet(asking.code("plenty", CodeKind.CARD)), LINE).setlinfo


def test_wrong_passwords_lock_and_each_lock_is_twice_as_long(world: World) -> None:
    def guess(password: str) -> Refusal | PaymentConsent:
        return world.phone.confirm_payment("plenty", password)

    assert [guess("111222") for _ in range(4)] == [
        Refusal(RefusalCode.PASSWORD_WRONG, str(left)) for left in (4, 3, 2, 1)
    ]
    assert code_of(guess("111222")) is RefusalCode.PASSWORD_LOCKED
    assert guess(PERSONA_PASSWORD) == Refusal(RefusalCode.PASSWORD_LOCKED, "2026-11-22 09:15")
    world.clock.advance(15 * 60)
    answers = [code_of(guess("111222")) for _ in range(5)]
    assert answers == [RefusalCode.PASSWORD_WRONG] * 4 + [RefusalCode.PASSWORD_LOCKED]
    world.clock.advance(15 * 60)
    assert code_of(guess(PERSONA_PASSWORD)) is RefusalCode.PASSWORD_LOCKED
    world.clock.advance(15 * 60)
    assert isinstance(guess(PERSONA_PASSWORD), PaymentConsent)
    assert guess("111222") == Refusal(RefusalCode.PASSWORD_WRONG, "4")


def test_a_try_counts_before_it_is_looked_at(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    def die(*_: object) -> bool:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(type(world.desk.passwords), "fits", die)
        for _ in range(5):
            with pytest.raises(KeyboardInterrupt):
                world.phone.confirm_payment("plenty", PERSONA_PASSWORD)
    assert code_of(world.phone.confirm_payment("plenty", PERSONA_PASSWORD)) is RefusalCode.PASSWORD_LOCKED


@pytest.mark.parametrize("person_id", ["password-locked", "plenty"])
@pytest.mark.parametrize("channel", Channel)
def test_a_password_is_recovered_in_three_ways(world: World, channel: Channel, person_id: str) -> None:
    right: FaceShown | IdentityTyped
    wrong: FaceShown | IdentityTyped
    if channel is Channel.NATIONAL:
        right, wrong, said = FaceShown(Face.OWN), FaceShown(Face.SOMEBODY_ELSE), RefusalCode.FACE_CHECK_FAILED
    else:
        one = person(person_id)
        right, wrong = IdentityTyped(one.name, one.certno), IdentityTyped("别人", one.certno)
        said = RefusalCode.REAL_NAME_FAILED
    assert code_of(world.phone.recover_password(person_id, channel, wrong, new="135790")) is said
    assert code_of(world.phone.recover_password(person_id, channel, right, new="1")) is RefusalCode.PASSWORD_UNFIT
    assert world.phone.recover_password(person_id, channel, right, new="135790") is None
    assert code_of(world.phone.confirm_payment(person_id, PERSONA_PASSWORD)) is RefusalCode.PASSWORD_WRONG
    assert isinstance(world.phone.confirm_payment(person_id, "135790"), PaymentConsent)


def test_who_has_no_password_cannot_confirm(world: World) -> None:
    for person_id in ("password-missing", "not-activated"):
        assert code_of(world.phone.confirm_payment(person_id, PERSONA_PASSWORD)) is RefusalCode.PASSWORD_NOT_SET
    assert world.phone.recover_password("password-missing", Channel.NATIONAL, FaceShown(Face.OWN), new="246810") is None
    assert isinstance(world.phone.confirm_payment("password-missing", "246810"), PaymentConsent)


def test_a_password_is_nowhere_in_clear_and_needs_the_pepper(world: World, tmp_path: Path) -> None:
    world.phone.recover_password("plenty", Channel.NATIONAL, FaceShown(Face.OWN), new="739146")
    world.phone.confirm_payment("plenty", "739146")
    with world.store.read() as books:
        digest = books.password_digest(person("plenty").psn_no)
    assert digest
    assert digest.startswith("$argon2id$")
    assert all(b"739146" not in path.read_bytes() for path in tmp_path.iterdir())
    (tmp_path / "verifier.pepper").write_bytes(b"2" * 32)
    other = World(tmp_path)
    assert code_of(other.phone.confirm_payment("plenty", "739146")) is RefusalCode.PASSWORD_WRONG
    other.store.close()


def application(person_id: str, *, papers: bool = False) -> FamilyApplication:
    one = person(person_id)
    return FamilyApplication(one.name, one.certno, Relation.DAUGHTER, papers, papers)


def test_a_child_is_added_directly_and_a_grown_up_with_papers(world: World, till: TillDriver) -> None:
    added = world.phone.add_family_member("plenty", application("baby"))
    assert isinstance(added, FamilyMember)
    assert (added.person_id, added.relation_zh, added.relation_en) == ("baby", "女儿", "Daughter")
    again = world.phone.add_family_member("plenty", application("baby"))
    assert code_of(again) is RefusalCode.ALREADY_IN_FAMILY
    refused = world.phone.add_family_member("plenty", application("grandmother"))
    assert code_of(refused) is RefusalCode.FAMILY_PAPERS_MISSING
    assert isinstance(world.phone.add_family_member("plenty", application("grandmother", papers=True)), FamilyMember)
    buyer = till.meet(world.code("plenty", member="baby"))
    assert till.settle(buyer, LINE).setlinfo["acct_pay"] == 0
    assert world.phone.share_account("plenty", "baby") is None
    assert till.settle(till.meet(world.code("plenty", member="baby")), LINE).setlinfo["acct_mulaid_pay"]
    assert world.phone.remove_family_member("plenty", "baby") is None
    assert code_of(shown_member(world, "plenty", "baby")) is RefusalCode.NOT_IN_FAMILY
    assert code_of(world.phone.share_account("plenty", "baby")) is RefusalCode.NOT_IN_FAMILY


def shown_member(world: World, person_id: str, member: str) -> ShownCode | Refusal:
    return world.phone.show(person_id, kind=CodeKind.CERTIFICATE, channel=Channel.NATIONAL, member=member)


def test_a_family_has_five_members_and_no_strangers(world: World) -> None:
    for person_id in ("baby", "grandmother", "exact", "short", "zero"):
        assert isinstance(world.phone.add_family_member("plenty", application(person_id, papers=True)), FamilyMember)
    full = world.phone.add_family_member("plenty", application("one-fen", papers=True))
    assert code_of(full) is RefusalCode.FAMILY_FULL
    world.phone.remove_family_member("plenty", "exact")
    assert isinstance(world.phone.add_family_member("plenty", application("one-fen", papers=True)), FamilyMember)
    strangers = [
        (replace(application("frozen", papers=True), certno=REAL), RefusalCode.REAL_ID_REFUSED),
        (replace(application("frozen", papers=True), name="别人"), RefusalCode.PERSON_UNKNOWN),
        (application("deceased", papers=True), RefusalCode.PERSON_DECEASED),
        (application("plenty", papers=True), RefusalCode.ALREADY_IN_FAMILY),
    ]
    for entered, code in strangers:
        assert code_of(world.phone.add_family_member("plenty", entered)) is code
