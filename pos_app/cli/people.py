"""`people`: who can come to the counter, and as many more as a test of an integrator's wants."""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import click
import simplejson

from pos_app.bootstrap import open_back_office
from pos_app.bootstrap.crowd import COUNT_AT_MOST, SEED_AT_MOST, enter, generated
from pos_app.cli.answers import fen, table
from pos_app.cli.context import Run
from pos_app.cli.options import json_option
from pos_app.faults import StoreFault
from pos_app.verifier.people import Person
from pos_app.wording import Language


@click.group(invoke_without_command=True)
@json_option
@click.pass_context
def people(context: click.Context, *, as_json: bool) -> None:
    """List the personas and what each makes happen."""
    if context.invoked_subcommand is None:
        _list_personas(context.obj, as_json=as_json)


@people.command(name="generate")
@click.option("--seed", type=click.IntRange(0, SEED_AT_MOST), required=True, help="The same seed, the same people.")
@click.option("--count", type=click.IntRange(1, COUNT_AT_MOST), required=True)
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), help="Write them as JSON to a file.")
@click.option("--load", is_flag=True, help="Enter them into the embedded platform's books.")
@json_option
@click.pass_obj
def generate_people(run: Run, seed: int, count: int, out: Path | None, *, load: bool, as_json: bool) -> None:
    """Make plausible people whose numbers no living person can have."""
    answers = run.answers(as_json=as_json)
    if load and run.config.verifier:
        answers.reject("people_elsewhere", address=run.config.verifier)
    done: dict[str, object] = {"seed": seed, "count": count}
    lines: list[str] = []
    if out:
        _write(out, _document(seed, count))
        done["out"] = str(out)
        lines.append(answers.wording.say("cli.people.written", count=count, out=out))
    if load:
        with open_back_office(run.config) as office:
            entered = enter(office.platform, generated(seed, count))
        done |= {"entered": entered, "known": count - entered}
        lines.append(answers.wording.say("cli.people.entered", entered=entered, known=count - entered))
    if lines:
        answers.tell(done, "\n".join(lines))
    else:
        _stream(_document(seed, count) if as_json else _rows(generated(seed, count)))


def _list_personas(run: Run, *, as_json: bool) -> None:
    answers = run.answers(as_json=as_json)
    with open_back_office(run.config) as office:
        owners = office.phone.people()
    chinese = run.config.language is Language.CHINESE
    rows = [
        {
            "id": owner.person_id,
            "name": owner.masked_name,
            "why": owner.why_zh if chinese else owner.why_en,
            "insurance": owner.insurance,
            "area": owner.area,
            "balance_fen": fen(owner.balance),
            "family": [member.person_id for member in owner.family],
        }
        for owner in owners
    ]
    lines = [(str(row["id"]), str(row["name"]), str(row["why"])) for row in rows]
    say = answers.wording.say
    answers.tell(rows, table((say("cli.people.id"), say("cli.people.name"), say("cli.people.why")), lines))


def _document(seed: int, count: int) -> Iterator[str]:
    """Write one JSON document piece by piece, so that nobody has to be kept."""
    yield f'{{"simulation": true, "seed": {seed}, "count": {count}, "people": ['
    comma = "\n"
    for person in generated(seed, count):
        yield comma + simplejson.dumps(_facts(person), ensure_ascii=False)
        comma = ",\n"
    yield "\n]}\n"


def _rows(found: Iterable[Person]) -> Iterator[str]:
    return ("\t".join(str(value) for value in _facts(person).values()) + "\n" for person in found)


def _facts(person: Person) -> Mapping[str, object]:
    return {
        "id": person.id,
        "name": person.name,
        "name_en": person.name_en,
        "gender": person.gender,
        "birthday": person.birthday.isoformat(),
        "certno": person.certno,
        "psn_no": person.psn_no,
        "card_no": person.card_no,
        "area": person.area,
        "insurance": person.insurance,
        "person_type": person.person_type,
        "balance_fen": person.opening.fen if person.has_account else None,
    }


def _stream(pieces: Iterable[str]) -> None:
    for piece in pieces:
        click.echo(piece, nl=False)


def _write(path: Path, pieces: Iterable[str]) -> None:
    try:
        with path.open("w", encoding="utf-8") as file:
            file.writelines(pieces)
    except OSError as error:
        raise StoreFault(f"{path}: {error.strerror}") from error
