"""A disk that is full, read-only or failing: the till stops taking payment, says so, loses nothing, and goes on after.

Real errors of the system: a small tmpfs, a read-only mount, a limit on the size of files, and strace that lets the
N-th call fail. The normal suite tries some positions, POS_APP_CAMPAIGN=full several hundred. POS_APP_SEED repeats a
run.
"""

import json
import os
import resource
import shutil
import signal
import subprocess
import sys
from collections import Counter as Tally
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random  # noqa: TID251  a seed, so that a failure can be repeated

import pytest

from pos_app.bootstrap import open_counter
from pos_app.cli.answers import ExitCode
from pos_app.receipts import pdf, printers
from tests.cli.terminal import Terminal
from tests.end_to_end.disk_seller import FATAL_CALL, Outcome, assert_nothing_is_lost, attempt, prepare
from tests.end_to_end.seller import config_of

IS_FULL = os.environ.get("POS_APP_CAMPAIGN") == "full"
SEED = int(os.environ.get("POS_APP_SEED") or Random().randrange(10**6))  # noqa: S311  tests
PAGE = 4096
FREE_PAGES = range(120) if IS_FULL else range(0, 60, 6)
FATAL_CALLS = [range(first, first + 20) for first in range(1, 181, 20)] if IS_FULL else [range(1, 141, 14)]
ERRORS = ("EIO", "ENOSPC")
PATIENCE_S = 600


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """Mount a disk of four megabytes."""
    if not sys.platform.startswith("linux") or os.geteuid() != 0:
        pytest.skip("only root mounts a disk of its own")
    disk = tmp_path / "disk"
    disk.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", disk], check=False, capture_output=True)
    if mounted.returncode:
        pytest.skip(f"mount is not allowed here: {mounted.stderr.decode()}")
    yield disk
    subprocess.run(["umount", "-l", disk], check=True)


@pytest.fixture
def no_pictures(monkeypatch: pytest.MonkeyPatch) -> None:
    """Write tickets whose picture and page are empty: drawing them takes longer than all the rest."""
    monkeypatch.setattr(printers, "render_png", lambda _page: b"")
    monkeypatch.setattr(pdf, "render_pdf", lambda _page, **_options: b"")


@contextmanager
def _filled(disk: Path, *, free: int) -> Iterator[None]:
    """Leave so many bytes on a disk, and make room again."""
    filler = disk / "filler"
    room = shutil.disk_usage(disk).free - free
    filler.write_bytes(b"x" * max(room, 0))
    try:
        yield
    finally:
        filler.unlink()


@pytest.mark.usefixtures("no_pictures", "caplog")
def test_a_disk_that_fills_up_stops_the_till_and_it_goes_on_when_there_is_room(small_disk: Path) -> None:
    print(f"POS_APP_SEED={SEED} repeats this run")  # noqa: T201  pytest shows it when the test fails
    data, chance, seen = small_disk / "data", Random(SEED), Tally[str]()  # noqa: S311  tests
    sold: dict[str, int] = {}

    def note(outcome: Outcome) -> str:
        seen[outcome.kind] += 1
        if outcome.kind == "sold":
            sold[outcome.sale_no] = outcome.total_fen
        return outcome.kind

    for pages in FREE_PAGES:
        if shutil.disk_usage(small_disk).used > 2_500_000:  # the books have grown: begin with fresh ones
            assert_nothing_is_lost(data, sold)
            shutil.rmtree(data)
            sold.clear()
        with open_counter(config_of(data)) as counter:
            till = counter.open_till(lambda _state: None)
            assert note(attempt(counter, till, chance)) == "sold"
            with _filled(small_disk, free=pages * PAGE):
                while note(attempt(counter, till, chance)) == "sold":
                    pass
            last = [note(attempt(counter, till, chance)) for _ in range(2)]
            assert last[-1] == "sold", f"{pages} pages: the till does not go on"
        assert_nothing_is_lost(data, sold)
    print(dict(seen))  # noqa: T201
    assert seen["stopped"] > 0


@pytest.mark.usefixtures("caplog")
def test_a_full_or_read_only_disk_is_one_sentence_at_the_command_line(
    small_disk: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    terminal = Terminal(small_disk / "data", capfd)
    sale = ("sell", "--items", "100001=1", "--cash", "50")
    assert terminal(*sale).code == ExitCode.DONE
    with _filled(small_disk, free=0):
        full = terminal(*sale)
    subprocess.run(["mount", "-o", "remount,ro", small_disk], check=True)
    read_only = terminal(*sale)
    subprocess.run(["mount", "-o", "remount,rw", small_disk], check=True)
    for said in (full, read_only):
        assert said.code == ExitCode.ENVIRONMENT
        assert len((said.out + said.err).strip().splitlines()) == 1, said
    assert terminal(*sale).code == ExitCode.DONE
    assert len(terminal.sales()) == 2


@pytest.mark.skipif(not hasattr(signal, "SIGXFSZ"), reason="there is no limit on files here")
@pytest.mark.usefixtures("no_pictures", "caplog")
def test_a_file_that_may_not_grow_stops_the_till_and_it_goes_on_after(tmp_path: Path) -> None:
    """What can be tried without being root: SQLite is told EFBIG where a full disk says ENOSPC."""
    data, chance, sold, stopped = tmp_path / "data", Random(SEED), dict[str, int](), 0  # noqa: S311  tests
    before, ignored = resource.getrlimit(resource.RLIMIT_FSIZE), signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    try:
        with open_counter(config_of(data)) as counter:
            till = counter.open_till(lambda _state: None)
            for pages in (10, 30, 45, 80):
                resource.setrlimit(resource.RLIMIT_FSIZE, (pages * PAGE, before[1]))
                outcomes = [attempt(counter, till, chance) for _ in range(4)]
                resource.setrlimit(resource.RLIMIT_FSIZE, before)
                outcomes += [attempt(counter, till, chance) for _ in range(2)]
                stopped += sum(outcome.kind == "stopped" for outcome in outcomes)
                assert outcomes[-1].kind == "sold"
                sold |= {outcome.sale_no: outcome.total_fen for outcome in outcomes if outcome.kind == "sold"}
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, ignored)
    assert stopped > 0
    assert_nothing_is_lost(data, sold)


@pytest.fixture(scope="module")
def strace() -> str:
    """Give strace, if it may look into a child here."""
    found = shutil.which("strace")
    if not found:
        pytest.skip("strace is not installed")
    tried = subprocess.run(
        [found, "-f", "--seccomp-bpf", "-qq", "-o", "/dev/null", "true"], check=False, capture_output=True
    )
    if tried.returncode:
        pytest.skip(f"strace may not trace here: {tried.stderr.decode().strip()}")
    return found


@pytest.mark.parametrize("error", ERRORS)
@pytest.mark.parametrize("positions", FATAL_CALLS, ids=lambda span: f"{span[0]}-{span[-1]}")
def test_the_nth_write_or_sync_that_fails_loses_nothing(
    tmp_path: Path, strace: str, positions: range, error: str
) -> None:
    prepare(tmp_path / "books")
    for position in positions:
        shutil.copytree(tmp_path / "books", tmp_path / str(position))
    calls = "fdatasync,fsync,pwrite64,ftruncate"
    command = [strace, "-f", "--seccomp-bpf", "-qq", "-o", "/dev/null", "-e", f"trace={calls}"]
    command += ["-e", f"inject={calls}:error={error}:when={FATAL_CALL}"]
    command += [sys.executable, "-m", "tests.end_to_end.disk_seller", str(tmp_path), *map(str, positions)]
    done = subprocess.run(command, check=False, capture_output=True, text=True, timeout=PATIENCE_S)
    assert done.returncode == 0, done.stderr
    told = [json.loads(line) for line in done.stdout.splitlines()]
    assert [one["position"] for one in told] == list(positions), done.stderr
    seen = Tally[str]()
    for one in told:
        outcomes = [Outcome(**outcome) for outcome in one["outcomes"]]
        seen.update(outcome.kind for outcome in outcomes)
        sold = {outcome.sale_no: outcome.total_fen for outcome in outcomes if outcome.kind == "sold"}
        assert_nothing_is_lost(tmp_path / str(one["position"]), sold)
        assert outcomes[-1].kind in {"sold", "closed"}, f"after call {one['position']} the till does not go on"
    print(f"{error} at {len(told)} calls: {dict(seen)}")  # noqa: T201
    assert seen["stopped"] + seen["closed"] > 0 or positions[0] > 100  # later ones find nothing to fail
