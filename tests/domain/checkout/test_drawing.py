"""The drawing of the sale, in the package's docstring and in the README, has the edges of the code and no other."""

import re
from collections import defaultdict
from pathlib import Path

from pos_app.domain import checkout
from pos_app.domain.checkout import transition
from tests.domain.checkout.sample import EVENTS, STATES

README = Path(__file__).parents[3] / "README.md"
_EDGE = re.compile(r"^ *(\w+) --> (\w+): (.+)$", re.MULTILINE)


def drawn(text: str) -> list[tuple[str, str, str]]:
    return _EDGE.findall(text)


def walked() -> list[tuple[str, str, str]]:
    """Walk every sample state with every sample event."""
    edges: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    for state in STATES.values():
        for event in EVENTS.values():
            after, _ = transition(state, event)
            if type(after) is not type(state):
                edges[type(state).__name__, type(after).__name__].add(type(event).__name__)
    return [(begin, end, ", ".join(sorted(names))) for (begin, end), names in edges.items()]


def test_the_drawing_has_the_edges_of_the_code() -> None:
    assert sorted(drawn(checkout.__doc__ or "")) == sorted(walked())


def test_the_readme_shows_the_same_drawing() -> None:
    assert drawn(README.read_text(encoding="utf-8")) == drawn(checkout.__doc__ or "")
