"""`backup` and `restore`: the books as one file, and back."""

from pathlib import Path
from typing import assert_never

import click

from pos_app.bootstrap.keeping import back_up, flaw_of, put_back, sales_of
from pos_app.cli.answers import Answers, clock_time, iso
from pos_app.cli.context import Run
from pos_app.cli.options import json_option
from pos_app.storage.backup import Flawed, Manifest


@click.command()
@click.option("--out", type=click.Path(path_type=Path), help="File or folder; else backups/ in the data folder.")
@json_option
@click.pass_obj
def backup(run: Run, out: Path | None, *, as_json: bool) -> None:
    """Copy the books into one checked file, also while a till is at work."""
    answers = run.answers(as_json=as_json)
    if out is not None and out.is_file():
        answers.reject("backup_exists", path=out)
    made = back_up(run.config, out)
    text = answers.wording.say("cli.backup.done", path=made.path, sales=sales_of(made.manifest))
    answers.tell({"file": str(made.path), **_document(made.manifest)}, text)


@click.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@json_option
@click.pass_obj
def restore(run: Run, file: Path, *, as_json: bool) -> None:
    """Put a backup in place of the books, after checking all of it; what was there is kept beside."""
    answers = run.answers(as_json=as_json)
    match put_back(run.config, file):
        case Flawed() as flawed:
            answers.refuse(flaw_of(flawed, file))
        case Manifest() as manifest:
            _tell_restored(manifest, answers)
        case outcome:
            assert_never(outcome)


def _tell_restored(manifest: Manifest, answers: Answers) -> None:
    when = clock_time(manifest.made_at)
    answers.tell(_document(manifest), answers.wording.say("cli.restore.done", when=when, sales=sales_of(manifest)))


def _document(manifest: Manifest) -> dict[str, object]:
    return {
        "simulation": True,
        "made_at": iso(manifest.made_at),
        "program": manifest.program,
        "files": [kept.model_dump() for kept in manifest.files],
    }
