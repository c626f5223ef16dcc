"""Any order of tries, waits and recoveries, and any order of steps, against the plainest model of each."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from pos_app.domain.activation import (
    STEPS,
    Activation,
    Face,
    FaceShown,
    IdentityTyped,
    PasswordChosen,
    PersonFile,
    StepInput,
    Tapped,
    advance,
    needs,
    opened,
)
from pos_app.domain.password import FIRST_LOCK, LONGEST_LOCK, WRONG_ALLOWED, PasswordGuard, is_fit_password
from pos_app.domain.refusal import Refusal
from pos_app.domain.voucher import Channel

NOW = datetime(2026, 11, 22, tzinfo=UTC)
FILE = PersonFile("林初一", "990000199001011942")
RIGHT: dict[type[StepInput], StepInput] = {
    Tapped: Tapped(),
    IdentityTyped: IdentityTyped(FILE.name, FILE.certno),
    FaceShown: FaceShown(Face.OWN),
    PasswordChosen: PasswordChosen("246810"),
}

inputs = st.one_of(
    st.sampled_from(list(RIGHT.values())),
    st.builds(FaceShown, st.sampled_from(Face)),
    st.builds(IdentityTyped, st.text(max_size=4), st.text("0123456789X", max_size=18)),
    st.builds(PasswordChosen, st.text("0123456789", max_size=7)),
)
files = st.builds(
    PersonFile, st.just(FILE.name), st.just(FILE.certno), *(st.booleans() for _ in range(5))
)  # alive, known to the police, face on file, data right, records merged


@given(st.sampled_from(Channel), st.lists(inputs, max_size=40), files)
def test_an_activation_never_goes_back_nor_skips_a_step(
    channel: Channel, taken: list[StepInput], file: PersonFile
) -> None:
    state = Activation(channel)
    for one in taken:
        step, after = state.step, advance(state, one, file)
        if isinstance(after, Refusal):
            continue
        if step is None:
            assert after == state
        else:
            assert isinstance(one, needs(step))
            assert after.done == state.done + 1
        state = after
    if state.is_active:
        assert state == opened(channel)
        assert file == FILE


@given(st.sampled_from(Channel))
def test_whoever_gives_what_is_asked_gets_there(channel: Channel) -> None:
    state: Activation | Refusal = Activation(channel)
    for step in STEPS[channel]:
        assert isinstance(state, Activation)
        state = advance(state, RIGHT[needs(step)], FILE)
    assert state == opened(channel)


@given(st.text("0123456789", min_size=6, max_size=6))
def test_a_password_is_fit_unless_it_is_one_of_a_few(text: str) -> None:
    ups = {"0123456789012345"[start : start + 6] for start in range(10)}
    is_plain = len(set(text)) == 1 or text in ups or text[::-1] in ups
    assert is_fit_password(text) or is_plain


class Guarded(RuleBasedStateMachine):
    """In any stretch of time, nobody gets more guesses than the locks leave."""

    @initialize()
    def begin(self) -> None:
        self.now, self.guard = NOW, PasswordGuard()
        self.guesses: list[datetime] = []
        self.locks_in_a_row = 0

    @precondition(lambda self: not self.guard.is_locked(self.now))
    @rule(is_right=st.booleans())
    def guess(self, *, is_right: bool) -> None:
        counted = self.guard.counted(self.now)
        self.guesses.append(self.now)
        if is_right:
            self.guard, self.guesses, self.locks_in_a_row = PasswordGuard(), [], 0
            return
        self.guard = counted
        if counted.is_locked(self.now):
            assert counted.locked_until == self.now + min(FIRST_LOCK * 2**self.locks_in_a_row, LONGEST_LOCK)
            self.locks_in_a_row += 1

    @precondition(lambda self: self.guard.is_locked(self.now))
    @rule(early=st.booleans())
    def wait_for_the_end_of_the_lock(self, *, early: bool) -> None:
        """Without this the second lock is hardly ever met."""
        assert self.guard.locked_until
        self.now = self.guard.locked_until - timedelta(milliseconds=early)

    @precondition(lambda self: not self.guard.is_locked(self.now))
    @rule()
    def guess_until_locked(self) -> None:
        while not self.guard.is_locked(self.now):
            self.guess(is_right=False)

    @rule(minutes=st.integers(0, 120))
    def wait(self, minutes: int) -> None:
        self.now += timedelta(minutes=minutes)

    @rule()
    def recover(self) -> None:
        self.guard, self.guesses, self.locks_in_a_row = PasswordGuard(), [], 0

    @invariant()
    def never_more_than_five_between_locks(self) -> None:
        recent = [at for at in self.guesses if at > self.now - FIRST_LOCK]
        assert len(recent) <= 2 * WRONG_ALLOWED - 1
        assert len(self.guesses) // WRONG_ALLOWED == self.locks_in_a_row


TestGuarded = Guarded.TestCase
