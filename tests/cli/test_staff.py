"""`staff` and `staff pin`: who works here, and PINs that nobody reads off a screen, a history or a file."""

import pytest

from pos_app.cli.answers import ExitCode
from tests.cli.terminal import Terminal


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_staff_lists_everybody_masked_and_no_pin(terminal: Terminal, lang: str) -> None:
    listed = terminal("staff", "--json").document
    assert {one["role"] for one in listed} == {"cashier", "pharmacist", "manager", "auditor", "trainer"}
    assert all("*" in one["name"] for one in listed)
    assert "741852" not in terminal("staff", lang=lang).out


def test_somebody_sets_a_pin_of_their_own(terminal: Terminal) -> None:
    done = terminal("staff", "pin", "1001", "--pin", "741852", "--new-pin", "204681", "--json")
    assert (done.code, done.document) == (ExitCode.DONE, {"number": "1001", "changed": True})
    again = terminal("staff", "pin", "1001", "--pin", "741852", "--new-pin", "305792", "--json")
    assert (again.code, again.refusal["code"]) == (ExitCode.REFUSED, "pin_wrong")
    content = b"".join(part.read_bytes() for part in terminal.data.iterdir() if part.is_file())
    assert not [secret for secret in (b"741852", b"204681", b"305792") if secret in content]


def test_a_pin_that_is_too_plain_is_refused(terminal: Terminal) -> None:
    said = terminal("staff", "pin", "1001", "--pin", "741852", "--new-pin", "123456", "--json")
    assert (said.code, said.refusal["code"]) == (ExitCode.REFUSED, "pin_unfit")


def test_the_fifth_wrong_pin_locks(terminal: Terminal) -> None:
    codes = [
        terminal("staff", "pin", "8001", "--pin", "999999", "--new-pin", "204681", "--json").refusal["code"]
        for _ in range(5)
    ]
    assert codes == [*["pin_wrong"] * 4, "pin_locked"]
