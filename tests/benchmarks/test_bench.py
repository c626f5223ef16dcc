"""The benchmarks run and count right; how fast this machine is, no test asserts."""

from pathlib import Path

import pytest

from pos_app.cli import run


@pytest.mark.parametrize(
    ("words", "settled"), [(("settle", "--count", "5"), 5), (("serve", "--tills", "4", "--each", "3"), 12)]
)
def test_every_settlement_of_a_benchmark_is_one(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], words: tuple[str, ...], settled: int
) -> None:
    assert run(["--data", str(tmp_path), "--lang", "en", "bench", *words]) == 0
    assert f"{settled} settled (SIMULATION)" in capsys.readouterr().out
    assert list(tmp_path.iterdir()) == []
