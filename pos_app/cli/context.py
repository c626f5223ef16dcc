"""What the options before the command said, handed to every command."""

import locale
import os
import re
from dataclasses import dataclass, replace
from pathlib import Path

from platformdirs import user_data_path

from pos_app.bootstrap.elsewhere import refuse_elsewhere
from pos_app.cli.answers import Answers
from pos_app.cli.options import EMBEDDED
from pos_app.config import Config, language_of, read_config
from pos_app.wording import Language, Wording

_ADDRESS = re.compile(r"https?://[^\s/?#]+(/[^\s?#]*)?")


@dataclass(frozen=True, slots=True)
class Run:
    """One call of the program."""

    config: Config

    def answers(self, *, as_json: bool) -> Answers:
        return Answers(Wording(self.config.language), as_json=as_json)


def run_of(
    *, data: Path | None, config: Path | None, language: Language | None, verifier: str, camera: str | None
) -> Run:
    """Work out where everything is; a verifier that is no address ends the program, so does a share as the folder."""
    folder = data or Path(os.environ.get("POS_APP_DATA") or user_data_path("pos_app"))
    refuse_elsewhere(folder)
    run = Run(
        read_config(
            data=folder.expanduser().absolute(),
            file=config,
            language=language,
            locale=_locale(),
            camera=camera,
        )
    )
    if verifier == EMBEDDED:
        return run
    if not _ADDRESS.fullmatch(verifier):
        run.answers(as_json=False).reject("verifier_no_address", address=verifier)
    return Run(replace(run.config, verifier=verifier.rstrip("/")))


def spoken_language(wanted: str | None) -> Language:
    """Give the language while nothing but the command line is known: the settings may be what is wrong."""
    return Language(wanted) if wanted else language_of(_locale())


def _locale() -> str:
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if os.environ.get(name):
            return os.environ[name]
    return locale.getlocale()[0] or ""
