"""What a person decided for this till: a small TOML file, read once, every key optional."""

import tomllib
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from pos_app.faults import ConfigFault
from pos_app.wording import Language


class Theme(StrEnum):
    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"
    HIGH_CONTRAST = "high-contrast"


class _File(BaseModel):
    """The file's own shape; a key it does not have is an error, so that a misspelt one is not silently ignored."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    language: Language | None = None
    theme: Theme = Theme.SYSTEM
    scale_percent: int = 100
    region: str = "sichuan-chengdu"
    camera: str | None = None


@dataclass(frozen=True, slots=True)
class Config:
    """Settings of one run. `camera` is an index, a video file or an MJPEG/RTSP address; None means none."""

    data: Path
    language: Language
    theme: Theme
    scale_percent: int
    region: str
    camera: str | None


def read_config(*, data: Path, file: Path | None, language: Language | None, locale: str, camera: str | None) -> Config:
    """Join the file with what the command line says, which wins; ConfigFault names the key that is wrong."""
    chosen = _read(file) if file else _File()
    return Config(
        data=data,
        language=language or chosen.language or language_of(locale),
        theme=chosen.theme,
        scale_percent=chosen.scale_percent,
        region=chosen.region,
        camera=camera or chosen.camera,
    )


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
