"""`serve`: the insurance platform's double over HTTP, for another party's till or for ours."""

import logging
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from ipaddress import ip_address
from pathlib import Path
from typing import TypedDict, Unpack

import click

from pos_app.cli.context import Run

_PORT = 8787


class _Options(TypedDict):
    """What goes on to the service as it is."""

    strict: bool
    store: str | None
    keys: Path | None
    faults: Path | None


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen at.")
@click.option("--port", type=click.IntRange(0, 65535), default=_PORT, show_default=True, help="0 takes a free one.")
@click.option("--region", metavar="NAME|FILE", help="A profile of assets/regions, or one of your own as FILE.toml.")
@click.option("--strict", is_flag=True, help="Refuse whatever departs from the sheet instead of noting it.")
@click.option("--store", metavar="URL", help="The books: sqlite:///FILE; else in the data folder.")
@click.option(
    "--keys",
    type=click.Path(path_type=Path, dir_okay=False),
    help="TOML of who may call: [hmac_sha1] access_key = secret, [sha256] paasid = token; else nobody is asked.",
)
@click.option(
    "--faults",
    type=click.Path(path_type=Path, dir_okay=False),
    help="TOML of [[faults]] to arm: name, point, infno, person, times, probability, seed, code, delay_ms.",
)
@click.pass_obj
def serve(run: Run, host: str, port: int, region: str | None, **options: Unpack[_Options]) -> None:
    """Serve the simulated insurance platform; its address is the first line of standard output."""
    from pos_app.bootstrap.serving import open_service  # noqa: PLC0415  loads FastAPI and uvicorn

    answers, config = run.answers(as_json=False), replace(run.config, region=region or run.config.region)
    with _log_to_standard_error(), open_service(config, host=host, port=port, **options) as service:
        click.echo(service.address)
        sys.stdout.flush()
        answers.remark("cli.serve.simulation", address=service.address)
        if not _is_loopback(host):
            answers.remark("cli.serve.open_to_all", host=host)
        service.run()
    answers.remark("cli.serve.stopped")


@contextmanager
def _log_to_standard_error() -> Iterator[None]:
    """Let the log of our own packages through, a line each; the access log is JSON by itself."""
    handler = logging.StreamHandler()
    handler.setFormatter(logging.Formatter("%(message)s"))
    logger = logging.getLogger("pos_app")
    before = logger.level
    logger.addHandler(handler)
    logger.setLevel(logging.INFO)
    try:
        yield
    finally:
        logger.removeHandler(handler)
        logger.setLevel(before)


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
