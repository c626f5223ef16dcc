"""`people generate`: streamed, repeatable, written, loaded, and nobody's."""

import simplejson

from pos_app.domain.identity import is_real_resident_id
from tests.cli.terminal import Terminal

SEVEN = ("people", "generate", "--seed", "7")


def test_the_same_seed_prints_the_same_people(terminal: Terminal) -> None:
    first = terminal(*SEVEN, "--count", "20", "--json")
    assert first.code == 0
    people = first.document["people"]
    assert len(people) == 20
    assert not any(is_real_resident_id(person["certno"]) for person in people)
    assert terminal(*SEVEN, "--count", "20", "--json").document == first.document
    assert len(terminal(*SEVEN, "--count", "3").out.splitlines()) == 3


def test_people_are_written_and_entered_once(terminal: Terminal) -> None:
    file = terminal.data.parent / "people.json"
    said = terminal(*SEVEN, "--count", "30", "--out", str(file), "--load", "--json").document
    assert (said["entered"], said["known"]) == (30, 0)
    assert len(simplejson.loads(file.read_text(encoding="utf-8"))["people"]) == 30
    assert terminal(*SEVEN, "--count", "30", "--load", "--json").document["entered"] == 0
    assert all(not person["id"].startswith("g7") for person in terminal("people", "--json").document)
    assert terminal("doctor", "--json").document["ok"]


def test_what_cannot_be_done_is_said(terminal: Terminal) -> None:
    assert terminal(*SEVEN, "--count", "0").code == 2
    assert terminal(*SEVEN, "--count", "2", "--out", str(terminal.data / "no" / "such" / "folder")).code == 4
    elsewhere = terminal("--verifier", "http://127.0.0.1:9", *SEVEN, "--count", "2", "--load", "--json")
    assert elsewhere.code == 2
    assert elsewhere.document["refused"]["code"] == "people_elsewhere"
