"""`bench`: what this machine and this program can do, beside a yardstick of the same run. Nothing is asserted."""

import os
from typing import TYPE_CHECKING

import click

from pos_app.bootstrap.crowd import COUNT_AT_MOST
from pos_app.cli.bench_read import read
from pos_app.cli.context import Run
from pos_app.cli.options import json_option
from pos_app.cli.window import has_display

if TYPE_CHECKING:
    from pos_app.bootstrap.benchmark import Figures

_CAMERA_SIZES = {"640x480": (640, 480), "1280x720": (1280, 720), "1920x1080": (1920, 1080)}


@click.group()
def bench() -> None:
    """Measure this machine, each figure beside a yardstick: bare commits of the same disk, bare engines that read."""


@bench.command()
@click.option("--count", type=click.IntRange(1, 100_000), default=500, show_default=True)
@click.option("--settlements", type=click.IntRange(0, 10_000_000), default=0, help="Also on a ledger of so many.")
@click.option("--people", type=click.IntRange(1_000, COUNT_AT_MOST), default=1_000, help="How many are in both.")
@json_option
@click.pass_obj
def settle(run: Run, count: int, settlements: int, people: int, *, as_json: bool) -> None:
    """Settle in one process, one after another, each durable before the next."""
    from pos_app.bootstrap.benchmark import measure_settle  # noqa: PLC0415  loads FastAPI and uvicorn

    if settlements:
        _tell_growth(run, settlements, people, count, as_json=as_json)
        return
    _tell(run, measure_settle(run.config, count=count), as_json=as_json)


@bench.command()
@click.option("--tills", type=click.IntRange(1, 512), default=64, show_default=True)
@click.option("--each", type=click.IntRange(1, 10_000), default=30, show_default=True, help="Sales of each till.")
@json_option
@click.pass_obj
def serve(run: Run, tills: int, each: int, *, as_json: bool) -> None:
    """Settle over HTTP from many tills at once."""
    from pos_app.bootstrap.benchmark import measure_serve  # noqa: PLC0415  loads FastAPI and uvicorn

    _tell(run, measure_serve(run.config, tills=tills, each=each), as_json=as_json)


@bench.command()
@click.option("--count", type=click.IntRange(5, 50_000), default=300, show_default=True)
@json_option
@click.pass_obj
def sale(run: Run, count: int, *, as_json: bool) -> None:
    """Sell to account and cash, from the scanned text to FINAL, beside as many bare durable commits."""
    from pos_app.bootstrap.sale_benchmark import measure_sale  # noqa: PLC0415  loads FastAPI and uvicorn

    figures = measure_sale(run.config, count=count)
    answers = run.answers(as_json=as_json)
    document = {
        "simulation": True,
        "sales": figures.sales,
        "sale_ms": round(figures.sale_ms, 3),
        "sale_cpu_ms": round(figures.sale_cpu_ms, 3),
        "till_commits": round(figures.till_commits, 3),
        "platform_commits": round(figures.platform_commits, 3),
        "commit_ms": round(figures.commit_ms, 3),
        "sale_per_commits": round(figures.ratio, 2),
    }
    answers.tell(document, answers.wording.say("cli.bench.sale", **document))


@bench.command("open")
@click.option("--sales", type=click.IntRange(1, 10_000_000), default=1_000_000, show_default=True)
@json_option
@click.pass_obj
def open_(run: Run, sales: int, *, as_json: bool) -> None:
    """Open the counter with that many past sales, and with none."""
    from pos_app.bootstrap.sale_benchmark import measure_opening  # noqa: PLC0415  loads FastAPI and uvicorn

    answers = run.answers(as_json=as_json)
    say = answers.wording.say
    figures = measure_opening(
        run.config, sales=sales, tell=lambda done: click.echo(say("cli.bench.made_sales", count=done), err=True)
    )
    document = {
        "simulation": True,
        "sales": sales,
        "empty_ms": round(figures.empty_ms, 1),
        "full_ms": round(figures.full_ms, 1),
        "empty_cpu_ms": round(figures.empty_cpu_ms, 1),
        "full_cpu_ms": round(figures.full_cpu_ms, 1),
        "ratio": round(figures.ratio, 2),
        "file_mb": figures.file_bytes // 1_000_000,
    }
    answers.tell(document, say("cli.bench.opening", **document))


@bench.command()
@click.option("--seconds", type=click.IntRange(1, 600), default=10, show_default=True)
@click.option("--size", type=click.Choice(list(_CAMERA_SIZES)), default="1920x1080", show_default=True)
@click.option("--seed", type=click.IntRange(0), default=1, show_default=True, help="Of what the camera shows.")
@json_option
@click.pass_obj
def camera(run: Run, seconds: int, size: str, seed: int, *, as_json: bool) -> None:
    """Open the real window with a film as its camera, thirty frames a second: what is painted, what is read."""
    from pos_app.bootstrap.window_benchmark import measure_camera  # noqa: PLC0415  loads Qt and OpenCV

    answers = run.answers(as_json=as_json)
    if not has_display():
        os.environ["QT_QPA_PLATFORM"] = "offscreen"  # paints all the same, where nobody sees it
    figures = measure_camera(run.config, size=_CAMERA_SIZES[size], seconds=seconds, seed=seed)
    document = {
        "simulation": True,
        "size": size,
        "seconds": figures.seconds,
        "offered_per_s": round(figures.offered, 1),
        "painted_per_s": round(figures.painted, 1),
        "read_per_s": round(figures.read, 1),
        "with_code": figures.with_code,
        "read_p50_ms": round(figures.read_p50_ms, 1),
        "read_p95_ms": round(figures.read_p95_ms, 1),
        "busy_percent": round(figures.busy_percent),
    }
    answers.tell(document, answers.wording.say("cli.bench.camera", **document))


bench.add_command(read)


def _tell_growth(run: Run, settlements: int, people: int, count: int, *, as_json: bool) -> None:
    from pos_app.bootstrap.growth import measure_growth  # noqa: PLC0415  loads FastAPI and uvicorn

    answers = run.answers(as_json=as_json)
    say = answers.wording.say

    def show(what: str, done: int) -> None:
        click.echo(say(f"cli.bench.made_{what}", count=done), err=True)

    grown = measure_growth(run.config, settlements=settlements, people=people, count=count, tell=show)
    document = {
        "simulation": True,
        "settlements": settlements,
        "people": people,
        "measured": grown.measured,
        "empty_ms": round(grown.empty_ms, 3),
        "full_ms": round(grown.full_ms, 3),
        "ratio": round(grown.ratio, 3),
        "empty_cpu_ms": round(grown.empty_cpu_ms, 3),
        "full_cpu_ms": round(grown.full_cpu_ms, 3),
        "cpu_ratio": round(grown.cpu_ratio, 3),
        "file_mb": grown.file_bytes // 1_000_000,
    }
    answers.tell(document, say("cli.bench.growth", **document))


def _tell(run: Run, figures: "Figures", *, as_json: bool) -> None:
    answers = run.answers(as_json=as_json)
    document = {
        "simulation": True,
        "settled": figures.settled,
        "settles_per_s": round(figures.settles_per_s, 1),
        "p50_ms": round(figures.p50_ms, 2),
        "p99_ms": round(figures.p99_ms, 2),
        "commits_per_s": round(figures.commits_per_s, 1),
        "settles_per_commit": round(figures.ratio, 3),
    }
    answers.tell(document, answers.wording.say("cli.bench.figures", **document))
