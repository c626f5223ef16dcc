"""Both languages say the same things, every refusal has its sentence, and no key is asked for in vain."""

import ast
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from string import Formatter

import pytest

from pos_app.domain.refusal import RefusalCode
from pos_app.wording import Language
from tests.architecture.sources import ROOT, modules


@dataclass(frozen=True, slots=True)
class Asked:
    """A call `.say(key, …)` or `.knows(key)`, or an f-string whose beginning is all that can be read."""

    place: str
    key: str
    is_whole: bool
    values: frozenset[str] | None  # None where `**values` hides them


def test_both_languages_have_the_same_keys() -> None:
    unpaired = _sentences(Language.CHINESE).keys() ^ _sentences(Language.ENGLISH).keys()
    assert not unpaired, "\n".join(sorted(unpaired))


def test_both_languages_have_the_same_placeholders() -> None:
    chinese, english = _sentences(Language.CHINESE), _sentences(Language.ENGLISH)
    shared = chinese.keys() & english.keys()
    differing = [key for key in sorted(shared) if _placeholders(chinese[key]) != _placeholders(english[key])]
    assert not differing, "\n".join(differing)


@pytest.mark.parametrize("language", Language)
def test_no_sentence_is_empty(language: Language) -> None:
    empty = [key for key, sentence in _sentences(language).items() if not sentence.strip()]
    assert not empty, "\n".join(empty)


@pytest.mark.parametrize("language", Language)
def test_each_refusal_has_a_sentence_and_a_next_step(language: Language) -> None:
    needed = [f"refusal.{code}.{part}" for code in RefusalCode for part in ("message", "next")]
    lacking = [key for key in needed if key not in _sentences(language)]
    assert not lacking, "\n".join(lacking)


@pytest.mark.parametrize("language", Language)
def test_each_refusal_that_has_a_sentence_can_happen(language: Language) -> None:
    said = {key.split(".")[1] for key in _sentences(language) if key.startswith("refusal.")}
    assert said <= set(RefusalCode)


def test_each_key_that_the_code_asks_for_exists() -> None:
    keys = _sentences(Language.CHINESE).keys()
    missing = [f"{asked.place} {asked.key}" for asked in _asked() if asked.is_whole and asked.key not in keys]
    vain = [
        f"{asked.place} {asked.key}…"
        for asked in _asked()
        if not asked.is_whole and not any(key.startswith(asked.key) for key in keys)
    ]
    assert not missing + vain, "\n".join(missing + vain)


def test_each_sentence_is_given_the_values_it_names() -> None:
    sentences = _sentences(Language.CHINESE)
    lacking = [
        f"{asked.place} {asked.key} lacks {sorted(_placeholders(sentences[asked.key]) - asked.values)}"
        for asked in _asked()
        if asked.is_whole and asked.values is not None and asked.key in sentences
        if not _placeholders(sentences[asked.key]) <= asked.values
    ]
    assert not lacking, "\n".join(lacking)


def _asked() -> Iterator[Asked]:
    for module in modules():
        for node in ast.walk(module.tree):
            match node:
                case ast.Call(func=ast.Attribute(attr="say"), args=[key, *_], keywords=keywords):
                    names = frozenset(keyword.arg for keyword in keywords if keyword.arg)
                    values = names if len(names) == len(keywords) else None
                case ast.Call(func=ast.Attribute(attr="knows"), args=[key, *_]):
                    values = None
                case _:
                    continue
            match key:
                case ast.Constant(value=str(text)):
                    yield Asked(module.at(node), text, is_whole=True, values=values)
                case ast.JoinedStr(values=[ast.Constant(value=str(text)), *_]):
                    yield Asked(module.at(node), text, is_whole=False, values=values)
                case _:
                    continue  # a key from a variable: its own tests say it


@cache
def _sentences(language: Language) -> Mapping[str, str]:
    text = (ROOT / "assets" / "i18n" / f"{language}.toml").read_text(encoding="utf-8")
    return dict(_flat(tomllib.loads(text), ""))


def _flat(tree: Mapping[str, object], prefix: str) -> Iterator[tuple[str, str]]:
    for name, value in tree.items():
        if isinstance(value, dict):
            yield from _flat(value, f"{prefix}{name}.")
        else:
            assert isinstance(value, str), f"{prefix}{name} is not a sentence"
            yield f"{prefix}{name}", value


def _placeholders(sentence: str) -> frozenset[str]:
    return frozenset(name for _, name, _, _ in Formatter().parse(sentence) if name is not None)
