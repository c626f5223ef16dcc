"""Files from anywhere: one outcome each, one worker for all of them, and a new one after a bad one."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from pos_app.domain.refusal import Refusal, RefusalCode
from pos_app.domain.scan import Reading
from pos_app.scanner.intake import BYTES_MAX, PictureReader
from pos_app.scanner.sandbox import Sandbox, WorkerFault
from pos_app.scanner.symbology import VOUCHER_SYMBOLOGIES, VOUCHER_THEN_GOODS
from tests.scanner.pictures import GOODS, OTHER_VOUCHER, VOUCHER, bars, huge_png, noise_only, on_counter, packed, qr


@pytest.fixture(scope="module")
def pictures() -> Iterator[PictureReader]:
    reader = PictureReader(timeout_s=30)
    yield reader
    reader.close()


def payloads(outcome: Reading | Refusal) -> list[bytes]:
    assert isinstance(outcome, Reading), outcome
    return [code.payload for code in outcome.codes]


def test_a_file_and_its_bytes_give_the_same(pictures: PictureReader, tmp_path: Path) -> None:
    content = packed(on_counter(qr()))
    file = tmp_path / "医保码 客户.png"
    file.write_bytes(content)
    assert payloads(pictures.read_file(file)) == payloads(pictures.read_bytes(content)) == [VOUCHER.encode()]


def test_the_name_of_a_file_says_nothing(pictures: PictureReader, tmp_path: Path) -> None:
    file = tmp_path / "notes.txt"
    file.write_bytes(packed(qr(), "JPEG"))
    assert payloads(pictures.read_file(file)) == [VOUCHER.encode()]


def test_two_codes_are_both_told(pictures: PictureReader) -> None:
    outcome = pictures.read_bytes(packed(on_counter(qr(), qr(OTHER_VOUCHER))))
    assert sorted(payloads(outcome)) == sorted([VOUCHER.encode(), OTHER_VOUCHER.encode()])


def test_a_voucher_beside_a_package_is_a_voucher_and_a_package_alone_is_goods(pictures: PictureReader) -> None:
    assert payloads(pictures.read_bytes(packed(on_counter(qr(), bars())))) == [VOUCHER.encode()]
    assert payloads(pictures.read_bytes(packed(bars()))) == [GOODS.encode()]
    only_vouchers = pictures.read_bytes(packed(bars()), (VOUCHER_SYMBOLOGIES,))
    assert only_vouchers == Refusal(RefusalCode.NO_CODE)


def write(content: bytes) -> Callable[[Path], None]:
    def make(path: Path) -> None:
        path.write_bytes(content)

    return make


def write_too_much(path: Path) -> None:
    with path.open("wb") as file:
        file.truncate(BYTES_MAX + 1)


def link_to_nothing(path: Path) -> None:
    path.symlink_to(path.parent / "gone")


def link_to_a_device(path: Path) -> None:
    path.symlink_to("/dev/zero")


HOSTILE: dict[str, tuple[Callable[[Path], None], RefusalCode]] = {
    "nothing there": (lambda _path: None, RefusalCode.PICTURE_MISSING),
    "link to nothing": (link_to_nothing, RefusalCode.PICTURE_MISSING),
    "folder": (lambda path: path.mkdir(), RefusalCode.PICTURE_NOT_A_FILE),
    "pipe": (os.mkfifo, RefusalCode.PICTURE_NOT_A_FILE),
    "device": (link_to_a_device, RefusalCode.PICTURE_NOT_A_FILE),
    "empty": (write(b""), RefusalCode.PICTURE_EMPTY),
    "too big": (write_too_much, RefusalCode.PICTURE_TOO_BIG),
    "text": (write(b"hello, I am a picture"), RefusalCode.PICTURE_NOT_A_PICTURE),
    "heic": (write(b"\0\0\0\x18ftypheic\0\0\0\0"), RefusalCode.PICTURE_FORMAT_UNKNOWN),
    "cut short": (write(packed(qr())[:200]), RefusalCode.PICTURE_DAMAGED),
    "bomb": (write(huge_png()), RefusalCode.PICTURE_TOO_MANY_PIXELS),
    "no code": (write(packed(noise_only(3))), RefusalCode.NO_CODE),
}


@pytest.mark.skipif(sys.platform == "win32", reason="no pipes or device files there")
@pytest.mark.parametrize(("make", "code"), HOSTILE.values(), ids=HOSTILE.keys())
def test_a_bad_file_has_one_reason_and_the_next_good_one_is_read(
    pictures: PictureReader, tmp_path: Path, make: Callable[[Path], None], code: RefusalCode
) -> None:
    path = tmp_path / "picture.png"
    make(path)
    outcome = pictures.read_file(path)
    assert isinstance(outcome, Refusal)
    assert outcome.code is code
    assert payloads(pictures.read_bytes(packed(qr()))) == [VOUCHER.encode()]


@pytest.mark.skipif(not Path("/proc/kmsg").exists(), reason="no such files of the system's there")
def test_a_file_that_would_make_its_reader_wait_is_refused(pictures: PictureReader) -> None:
    assert isinstance(pictures.read_file(Path("/proc/kmsg")), Refusal)


def test_a_link_to_a_picture_is_a_picture(pictures: PictureReader, tmp_path: Path) -> None:
    (tmp_path / "real.png").write_bytes(packed(qr()))
    (tmp_path / "link.png").symlink_to(tmp_path / "real.png")
    assert payloads(pictures.read_file(tmp_path / "link.png")) == [VOUCHER.encode()]


@pytest.mark.parametrize("name", ["a\0b.png", "x" * 5_000])
def test_an_impossible_name_is_a_missing_file(pictures: PictureReader, tmp_path: Path, name: str) -> None:
    outcome = pictures.read_file(tmp_path / name)
    assert isinstance(outcome, Refusal)
    assert outcome.code is RefusalCode.PICTURE_MISSING


@pytest.mark.skipif(sys.platform == "win32", reason="rights are not asked for there")
def test_a_file_that_belongs_to_somebody_else_is_not_called_missing(pictures: PictureReader, tmp_path: Path) -> None:
    locked = tmp_path / "locked.png"
    locked.write_bytes(packed(qr()))
    locked.chmod(0)
    before = os.geteuid()
    os.seteuid(before or 65_534)  # the superuser may open everything, so nobody asks instead
    try:
        outcome = pictures.read_file(locked)
    finally:
        os.seteuid(before)
    assert outcome == Refusal(RefusalCode.PICTURE_FORBIDDEN, "locked.png")


def test_many_pictures_share_one_worker() -> None:
    sandbox = Sandbox(timeout_s=30)
    try:
        sandbox.start()
        first = sandbox.process_id
        for text in (VOUCHER, OTHER_VOUCHER, VOUCHER):
            assert payloads(sandbox.ask(packed(qr(text)), VOUCHER_THEN_GOODS)) == [text.encode()]
        assert sandbox.process_id == first
    finally:
        sandbox.stop()


def test_a_worker_that_was_killed_is_replaced() -> None:
    sandbox = Sandbox(timeout_s=30)
    try:
        sandbox.start()
        first = sandbox.process_id
        assert first is not None
        os.kill(first, signal.SIGKILL)
        outcomes = [sandbox.ask(packed(qr()), VOUCHER_THEN_GOODS) for _ in range(2)]
        assert payloads(outcomes[1]) == [VOUCHER.encode()]
        assert sandbox.process_id not in {None, first}
    finally:
        sandbox.stop()


SAYS_READY = "import sys; out = sys.stdout.buffer; out.write(b'\\0\\0\\0\\5ready'); out.flush();"


@pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="work is not told from time there")
def test_a_worker_that_ends_itself_for_too_much_work_was_too_slow() -> None:
    works = "import signal; signal.setitimer(signal.ITIMER_PROF, 0.1)\nwhile True: pass"
    sandbox = Sandbox(timeout_s=60, command=("-c", SAYS_READY + works))
    try:
        assert sandbox.ask(packed(qr()), VOUCHER_THEN_GOODS) == Refusal(RefusalCode.PICTURE_TOO_SLOW)
    finally:
        sandbox.stop()


@pytest.mark.parametrize(
    ("does", "code"),
    [
        ("import threading; threading.Event().wait()", RefusalCode.PICTURE_TOO_SLOW),
        ("sys.stdin.buffer.read(1); sys.exit(3)", RefusalCode.PICTURE_DAMAGED),
        ("sys.stdin.buffer.read(1); out.write(b'\\0\\0\\0\\2no'); out.flush()", RefusalCode.PICTURE_DAMAGED),
        ("sys.stdin.buffer.read(1); out.write(b'\\xff' * 9); out.flush()", RefusalCode.PICTURE_DAMAGED),
    ],
    ids=["hangs", "dies", "babbles", "floods"],
)
def test_a_worker_that_misbehaves_is_ended_and_the_picture_refused(does: str, code: RefusalCode) -> None:
    sandbox = Sandbox(timeout_s=1.0, command=("-c", SAYS_READY + does))
    try:
        assert sandbox.ask(packed(qr()), VOUCHER_THEN_GOODS) == Refusal(code)
        assert sandbox.process_id is None
    finally:
        sandbox.stop()


def test_a_worker_that_cannot_start_is_a_fault_of_the_environment() -> None:
    sandbox = Sandbox(timeout_s=1.0, command=("-c", "raise ImportError('libGL.so.1 is missing')"))
    with pytest.raises(WorkerFault, match=r"libGL\.so\.1"):
        sandbox.start()


@pytest.mark.skipif(sys.platform != "linux", reason="the memory limit is Linux's")
def test_the_worker_has_its_limits() -> None:
    sandbox = Sandbox(timeout_s=30)
    try:
        sandbox.start()
        limits = Path(f"/proc/{sandbox.process_id}/limits").read_text(encoding="ascii")
        rows = {line[:26].strip(): line[26:].split()[0] for line in limits.splitlines()[1:]}
        assert int(rows["Max address space"]) <= 2 * 1024**3
        assert int(rows["Max file size"]) <= 1024**2
    finally:
        sandbox.stop()


def test_the_worker_loads_no_window_library_and_runs_from_any_folder(tmp_path: Path) -> None:
    (tmp_path / "numpy.py").write_text("raise SystemExit('a file of this name in the folder must not be imported')")
    program = (
        "import sys; from pos_app.scanner import worker;"
        "print([name for name in sys.modules if name.startswith(('PySide6', 'sqlite3', 'socket', 'pos_app.gui'))]);"
        "from pos_app.scanner.intake import PictureReader; r = PictureReader(); r.warm_up(); r.close()"
    )
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
    shown = subprocess.run(
        [sys.executable, "-P", "-c", program],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
        check=True,
        timeout=300,
    )
    assert shown.stdout.strip() == "[]", shown.stderr
