"""`code` and `scan`: draw a customer's code, and find codes in pictures."""

from collections.abc import Mapping
from pathlib import Path

import click

from pos_app.bootstrap import open_back_office, open_pictures
from pos_app.bootstrap.phones import draw_voucher, show_pay_code
from pos_app.cli.answers import Answers, ExitCode, exit_code_of, iso
from pos_app.cli.context import Run
from pos_app.cli.options import choice_of, json_option
from pos_app.domain.code import PayChannel, PayCode, classify_bytes
from pos_app.domain.masking import mask_code
from pos_app.domain.refusal import Refusal, RefusalCode
from pos_app.domain.scan import FoundCode, Reading
from pos_app.domain.voucher import Channel, CodeKind, ShownCode
from pos_app.wording import in_one_line

_FORMATS = (".png", ".svg")


def _drawable(_context: click.Context, _parameter: click.Parameter, path: Path) -> Path:
    if path.suffix.lower() not in _FORMATS:
        raise click.BadParameter("a file name that ends in .png or .svg")
    return path


@click.command()
@click.option("--person", required=True, help="A persona's id; see `people`.")
@click.option("--kind", type=choice_of(CodeKind), default=CodeKind.CERTIFICATE.value, show_default=True)
@click.option("--channel", type=choice_of(Channel), default=Channel.NATIONAL.value, show_default=True)
@click.option("--wallet", type=choice_of(PayChannel), help="Show a pay code of this wallet instead.")
@click.option("--member", help="Show the code of this family member on the person's phone.")
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), required=True, callback=_drawable)
@click.option("--reveal", is_flag=True, help="Print the code's text, which is as good as cash for a minute.")
@json_option
@click.pass_obj
def code(  # noqa: PLR0913  one argument an option
    run: Run,
    person: str,
    kind: str,
    channel: str,
    wallet: str | None,
    member: str | None,
    out: Path,
    *,
    reveal: bool,
    as_json: bool,
) -> None:
    """Issue a fresh code and draw it as a picture."""
    answers = run.answers(as_json=as_json)
    with open_back_office(run.config) as office:
        names = {owner.person_id: owner.masked_name for owner in office.phone.people()}
        if wallet and person not in names:
            answers.refuse(Refusal(RefusalCode.PERSON_UNKNOWN, person))
        shown = (
            show_pay_code(person, PayChannel(wallet))
            if wallet
            else office.phone.show(person, kind=CodeKind(kind), channel=Channel(channel), member=member)
        )
    if isinstance(shown, Refusal):
        answers.refuse(shown)
    draw_voucher(shown, names[person if wallet else member or person], out, answers.wording)
    document: dict[str, object] = {
        "person": person,
        "kind": str(shown.kind) if isinstance(shown, ShownCode) else PayCode.kind,
        "channel": str(shown.channel),
        "member": member,
        "out": str(out),
        "issued_at": iso(shown.issued_at),
        "expires_at": iso(shown.expires_at),
    }
    if reveal:
        document["code"] = shown.text
    lines = [answers.wording.say("cli.code.drawn", out=out, until=iso(shown.expires_at))]
    answers.tell(document, "\n".join([*lines, shown.text] if reveal else lines))


@click.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--reveal", is_flag=True, help="Print what was read in clear.")
@json_option
@click.pass_obj
def scan(run: Run, files: tuple[Path, ...], *, reveal: bool, as_json: bool) -> None:
    """Find, read and classify the codes of pictures and films: one result a file, never stopping at a bad one."""
    answers = run.answers(as_json=as_json)
    results: list[Mapping[str, object]] = []
    worst = ExitCode.DONE
    with open_pictures() as pictures:
        for file in files:
            reading = pictures.read_file(file)
            refusal = _refusal_of(reading)
            if refusal:
                worst = max(worst, exit_code_of(refusal))
            results.append(_result(file, reading, refusal, answers, reveal=reveal))
            if not as_json:
                failed = reading.failed if isinstance(reading, Reading) else ()
                click.echo(_line(results[-1], failed, refusal, answers))
    if as_json:
        answers.tell(results, "")
    raise click.exceptions.Exit(worst)


def _refusal_of(reading: Reading | Refusal) -> Refusal | None:
    if isinstance(reading, Refusal):
        return reading
    if not reading.codes:
        return Refusal(RefusalCode.NO_CODE)
    return Refusal(RefusalCode.SEVERAL_CODES) if len(reading.codes) > 1 else None


def _result(
    file: Path, reading: Reading | Refusal, refusal: Refusal | None, answers: Answers, *, reveal: bool
) -> Mapping[str, object]:
    result: dict[str, object] = {"file": str(file)}
    if isinstance(reading, Reading):
        found = [_found(code, reveal=reveal) for code in reading.codes]
        if len(found) == 1:
            result |= found[0]
        elif found:
            result["codes"] = found
        result["ms"] = round(reading.elapsed_ms, 1)
        if reading.failed:
            result["failed"] = list(reading.failed)
    if refusal:
        result["refused"] = answers.refusal_document(refusal)
    return result


def _found(code: FoundCode, *, reveal: bool) -> dict[str, object]:
    scanned = classify_bytes(code.payload)
    text = code.payload.decode("ascii", errors="backslashreplace")
    return {
        "kind": scanned.kind,
        "payload": text if reveal else mask_code(text),
        "symbology": code.symbology,
        "corners": [[round(point.x, 1), round(point.y, 1)] for point in code.corners],
        "stage": code.stage,
    }


def _line(result: Mapping[str, object], failed: tuple[str, ...], refusal: Refusal | None, answers: Answers) -> str:
    broken = answers.wording.say("cli.scan.failed", steps=", ".join(failed)) if failed else ""
    name = in_one_line(str(result["file"]))
    if refusal:
        return f"{name}: {answers.refusal_text(refusal)}{broken}"
    kind = answers.wording.say(f"cli.scan.kind.{result['kind']}")
    return f"{name}: {kind} {result['payload']} [{result['stage']}, {result['ms']} ms]{broken}"
