"""What a person decided for this till: a small TOML file, read once, every key optional."""

import json
import tomllib
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal, TypeAlias

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from pos_app.faults import ConfigFault, StoreFault
from pos_app.wording import Language

ThemeName: TypeAlias = Literal["system", "light", "dark", "high-contrast"]
ScalePercent: TypeAlias = Literal[100, 150, 200]

_LOOK_FILE = "look.toml"
_CAMERA_FILE = "camera.toml"


class _File(BaseModel):
    """The file's own shape; a key it does not have is an error, so that a misspelt one is not silently ignored."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    language: Language | None = None
    theme: ThemeName | None = None
    scale_percent: ScalePercent | None = None
    region: str = "sichuan-chengdu"
    camera: str | None = None
    shift_required: bool = False
    till: Annotated[str, Field(pattern=r"^\d{2}$")] | None = None


@dataclass(frozen=True, slots=True)
class Config:
    """Settings of one run. `camera` is what `--camera` takes, named now, in the settings or once; None means none.

    `verifier` is the address of a distant platform, None for the embedded one. Where no shift is required, a sale opens
    one by itself. `till` is this till's number where several sell under one pharmacy code, None for one that is alone.
    """

    data: Path
    language: Language
    theme: ThemeName
    scale_percent: ScalePercent
    region: str
    camera: str | None
    verifier: str | None = None
    shift_required: bool = False
    till: str | None = None


def read_config(*, data: Path, file: Path | None, language: Language | None, locale: str, camera: str | None) -> Config:
    """Join what the command line says, the settings file and the look last chosen in the window, in this order.

    ConfigFault names the file and the key that is wrong; a look that cannot be read is forgotten, for it is losable.
    """
    chosen, look = _read(file) if file else _File(), _remembered(data / _LOOK_FILE)
    return Config(
        data=data,
        language=language or chosen.language or look.language or language_of(locale),
        theme=chosen.theme or look.theme or "system",
        scale_percent=chosen.scale_percent or look.scale_percent or 100,
        region=chosen.region,
        camera=camera or chosen.camera or _remembered(data / _CAMERA_FILE).camera,
        shift_required=chosen.shift_required,
        till=chosen.till,
    )


def write_look(data: Path, *, language: str, theme: str, scale_percent: int) -> None:
    """Remember how the window was left; where that cannot be written, the next start just looks as the first did."""
    text = f'language = "{language}"\ntheme = "{theme}"\nscale_percent = {scale_percent}\n'
    with suppress(OSError):
        _replace(data / _LOOK_FILE, text)


def write_camera(data: Path, camera: str) -> None:
    """Remember which camera was chosen; StoreFault where that cannot be written."""
    try:
        data.mkdir(parents=True, exist_ok=True)
        _replace(data / _CAMERA_FILE, f"camera = {json.dumps(camera)}\n")  # a JSON string is a TOML string
    except OSError as error:
        raise StoreFault(f"{data}: {error.strerror}") from error


def _replace(path: Path, text: str) -> None:
    draft = path.with_name(f"{path.name}.new")
    draft.touch(mode=0o600)  # the address of a camera may hold its password
    draft.write_text(text, "utf-8")
    draft.replace(path)


def _remembered(path: Path) -> _File:
    try:
        return _read(path) if path.exists() else _File()
    except (ConfigFault, OSError):
        return _File()


def language_of(locale: str) -> Language:
    """Chinese for a Chinese locale or none at all (`C`, empty), English for any other."""
    plain = locale.partition(".")[0].lower()
    return Language.CHINESE if plain in {"", "c", "posix"} or plain.startswith("zh") else Language.ENGLISH


def _read(file: Path) -> _File:
    try:
        return _File.model_validate(tomllib.loads(file.read_text("utf-8")))
    except OSError as error:
        raise ConfigFault(f"{file}: {error.strerror}") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigFault(f"{file}: {error}") from error
    except ValidationError as error:
        first = error.errors()[0]
        raise ConfigFault(f"{file}: {'.'.join(map(str, first['loc']))}: {first['msg']}") from error
