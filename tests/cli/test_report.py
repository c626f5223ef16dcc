"""`report` as a script sees it: three files, one document, sums in fen that agree with the journal."""

from datetime import UTC, datetime
from pathlib import Path

from pos_app.cli.answers import ExitCode
from pos_app.domain.shanghai import business_day
from tests.cli.terminal import Terminal, assert_shape


def test_a_day_is_reported_in_three_files(terminal: Terminal, tmp_path: Path) -> None:
    for cash in ("50", "60"):
        terminal("sell", "--items", "100001=2", "--cash", cash)
    said = terminal("report", "--out", tmp_path / "out", "--json")
    assert said.code == ExitCode.DONE
    assert_shape(
        said.document, date=str, made_at=str, sales=int, total_fen=int, insured_fen=int, tenders=list, files=dict
    )
    assert said.document["sales"] == 2
    assert said.document["total_fen"] == sum(sale["total_fen"] for sale in terminal.sales())
    assert said.document["tenders"] == [{"kind": "cash", "count": 2, "amount_fen": said.document["total_fen"]}]
    assert said.document["reconciled"]["agrees"] is True
    assert {Path(path).suffix for path in said.document["files"].values()} == {".csv", ".xlsx", ".pdf"}
    assert all(Path(path).stat().st_size > 100 for path in said.document["files"].values())


def test_a_day_without_sales_can_be_reported(terminal: Terminal) -> None:
    said = terminal("report", "--date", "2020-02-29", lang="zh")
    assert (said.code, len(said.out.splitlines())) == (ExitCode.DONE, 4)
    assert business_day(datetime(2020, 2, 28, 17, tzinfo=UTC)).isoformat() in said.out


def test_a_folder_that_cannot_be_written_is_the_environments_fault(terminal: Terminal, tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("")
    assert terminal("report", "--out", tmp_path / "taken" / "sub").code == ExitCode.ENVIRONMENT
