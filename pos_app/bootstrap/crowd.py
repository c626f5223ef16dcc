"""Generated people: made from the shipped name parts, and entered into this very platform's books."""

from collections.abc import Iterable, Iterator

from pos_app.bootstrap.platform import Platform
from pos_app.resources import asset
from pos_app.verifier.generated_people import COUNT_AT_MOST, SEED_AT_MOST, generate, parse_parts
from pos_app.verifier.opening import enter_crowd
from pos_app.verifier.people import Person

__all__ = ["COUNT_AT_MOST", "SEED_AT_MOST", "enter", "generated"]


def generated(seed: int, count: int) -> Iterator[Person]:
    """Stream people, the same for the same seed."""
    return generate(parse_parts(asset("generated-people.toml").read_text("utf-8")), seed=seed, count=count)


def enter(platform: Platform, people: Iterable[Person]) -> int:
    """Enter people whom no phone lists; give how many were new."""
    return enter_crowd(platform.store, people, at=platform.clock.now())
