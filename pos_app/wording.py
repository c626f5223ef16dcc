"""Sentences in Chinese and English, by key, from `assets/i18n/zh.toml` and `en.toml`."""

import tomllib
from collections.abc import Mapping
from enum import StrEnum
from functools import cache

from pos_app.resources import asset


class Language(StrEnum):
    CHINESE = "zh"
    ENGLISH = "en"


class Wording:
    """Says things in one language; a key that the table lacks is our mistake and raises KeyError."""

    def __init__(self, language: Language) -> None:
        self.language = language
        self._table = _table(language)

    def say(self, key: str, **values: object) -> str:
        """Give the sentence of a dotted key such as `refusal.code_expired.next`, its {placeholders} filled."""
        return self._table[key].format(**values)

    def knows(self, key: str) -> bool:
        return key in self._table


def in_one_line(name: str) -> str:
    """Write a name that anybody may have chosen so that it neither moves the cursor nor hides anything."""
    return "".join(sign if sign.isprintable() else ascii(sign)[1:-1] for sign in name)


@cache
def _table(language: Language) -> Mapping[str, str]:
    with asset(f"i18n/{language}.toml").open("rb") as file:
        return dict(_flatten(tomllib.load(file)))


def _flatten(tree: Mapping[str, object], prefix: str = "") -> list[tuple[str, str]]:
    rows: list[tuple[str, str]] = []
    for name, value in tree.items():
        if isinstance(value, dict):
            rows.extend(_flatten(value, f"{prefix}{name}."))
        else:
            rows.append((f"{prefix}{name}", str(value)))
    return rows
