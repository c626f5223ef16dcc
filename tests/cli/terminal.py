"""The command line as a person or a script sees it: what was typed, the exit code, the two outputs."""

import json
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from pos_app.cli import run
from pos_app.qr import draw
from pos_app.sqlite import SqliteFile
from pos_app.storage.migrations import MIGRATIONS

MANAGER = ("--manager", "8001", "--manager-pin", "159753")


def noted(data: Path, *actions: str) -> list[tuple[str, str, str, str]]:
    """Read action, detail, actor and approver out of the audit log of a data folder, oldest first."""
    with closing(SqliteFile(data / "till.db", MIGRATIONS)) as file, file.read() as database:
        rows = database.execute("SELECT action, detail, actor, approver FROM audit ORDER BY id").fetchall()
    return [(action, detail, actor, approver) for action, detail, actor, approver in rows if action in actions]


@dataclass(frozen=True, slots=True)
class Said:
    code: int
    out: str
    err: str

    @property
    def document(self) -> Any:  # noqa: ANN401  whatever JSON holds
        return json.loads(self.out)

    @property
    def refusal(self) -> Mapping[str, str]:
        """Give `refused` of the document, and hold its shape."""
        refused = self.document["refused"]
        assert set(refused) == {"code", "message", "next"}
        assert all(isinstance(part, str) and part.strip() for part in refused.values()), refused
        return dict(refused)


@dataclass(slots=True)
class Terminal:
    """One data folder, and everything that was ever said about it."""

    data: Path
    capture: pytest.CaptureFixture[str]
    heard: list[str] = field(default_factory=list)

    def __call__(self, *arguments: str | Path, lang: str = "en", data: Path | None = None) -> Said:
        return self.type("--data", data or self.data, "--lang", lang, *arguments)

    def type(self, *arguments: str | Path) -> Said:
        self.capture.readouterr()
        code = run([str(argument) for argument in arguments])
        out, err = self.capture.readouterr()
        self.heard += [out, err]
        return Said(int(code), out, err)

    def code_text(self, person: str = "plenty", *options: str) -> str:
        """Issue a fresh code, the one way to see its text: the person asks for it."""
        out = self.data.parent / "shown.png"
        said = Said(
            run([*self._head(), "code", "--person", person, "--out", str(out), "--reveal", "--json", *options]),
            *self.capture.readouterr(),
        )
        return str(said.document["code"])

    def picture(self, *texts: str) -> Path:
        """Draw codes side by side into a file."""
        drawn = [draw(text, module=6) for text in texts]
        sheet = Image.new(
            "L", (sum(one.width + 60 for one in drawn) + 60, max((one.height for one in drawn), default=200) + 120), 255
        )
        left = 60
        for one in drawn:
            sheet.paste(one, (left, 60))
            left += one.width + 60
        path = self.data.parent / "picture.png"
        sheet.save(path)
        return path

    def sales(self) -> list[dict[str, Any]]:
        return list(self("journal", "--json").document)

    def _head(self) -> list[str]:
        return ["--data", str(self.data), "--lang", "en"]


def assert_shape(document: Mapping[str, Any], **kinds: type | tuple[type, ...]) -> None:
    """Hold that a document has the keys of the contract with values of their kinds, and money and times as agreed."""
    for key, kind in kinds.items():
        value = document[key]
        assert isinstance(value, kind), f"{key}: {value!r}"
    for key, value in document.items():
        if key.endswith("_fen"):
            assert value is None or type(value) is int, f"{key}: {value!r}"
        if key in {"at", "since", "issued_at", "expires_at"}:
            assert datetime.fromisoformat(value).utcoffset() is not None, f"{key}: {value!r}"
