"""The day screen over real books: reconciled, repaired, reported, backed up, put back with a manager, audited."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from pos_app.bootstrap import open_back_office, open_counter
from pos_app.bootstrap.day_end import DayEnd
from pos_app.domain.money import ZERO
from pos_app.domain.refusal import Refusal, RefusalCode
from pos_app.domain.settlement import NoAnswer
from pos_app.faults import StoreFault
from pos_app.gui.jobs import JobRunner
from pos_app.gui.screens.day.dialog import DayDialog
from pos_app.gui.tokens import Scale, Theme
from pos_app.gui.translation import Translation
from pos_app.gui.view_models.day.model import DayViewModel
from pos_app.gui.view_models.day.view import DayInputs, Page, Work, derive_day_view
from pos_app.gui.widgets.hours_chart import HoursChart
from pos_app.services.day_end import AUDIT_PAGE, RestoreOrder
from pos_app.services.reconciliation import Reconciled
from pos_app.sqlite import SqliteFile
from pos_app.storage.migrations import MIGRATIONS
from pos_app.wording import Language, Wording
from tests.cli.terminal import noted
from tests.doubles.clock import NOON, FixedClock
from tests.doubles.staff import CASHIER, MANAGER, WRONG, credentials
from tests.doubles.two_books import config_of, open_two_books
from tests.gui.sale_double import SaleDesk, at_once, opened
from tests.gui.stage import colours, grab, look, settle

SAID = ("agrees", "differs", "silent", "reported", "exported", "backed_up", "audit_whole")


class Office:
    """A dialog over a data folder, joined as the window joins it."""

    def __init__(self, application: QApplication, data: Path, stack: ExitStack) -> None:
        self.data = data
        self.config = config_of(data)
        self.order: RestoreOrder | None = None
        self.jobs: list[Callable[[], None]] = []
        self.is_paying = False
        counter = stack.enter_context(open_counter(self.config))
        self.model = DayViewModel(
            day_end=DayEnd(counter, self.config, self._take),
            jobs=JobRunner(self._do),
            till_jobs=JobRunner(at_once),
            clock=FixedClock(),
            translation=Translation(Language.CHINESE),
            is_paying=lambda: self.is_paying,
        )
        self.collects = False
        self.dialog = DayDialog(self.model, look(application), Translation(Language.CHINESE))
        self.dialog.begin()
        settle()

    def press(self, key: Qt.Key) -> None:
        focused = QApplication.focusWidget()
        assert focused is not None
        QTest.keyClick(focused, key)
        settle()

    def turn_to(self, page: Page) -> None:
        self.model.turn_to([*Page].index(page))
        settle()

    def approve(self, pin: str = "") -> None:
        assert self.dialog.approval.isVisible()
        self.dialog.approval.given.emit(credentials(MANAGER, pin))
        self.dialog.approval.accept()
        settle()

    def _take(self, order: RestoreOrder) -> None:
        self.order = order

    def _do(self, job: Callable[[], None]) -> None:
        if self.collects:
            self.jobs.append(job)
        else:
            job()


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make a folder in which the till dropped a deal that the centre has, and both have another."""
    folder = tmp_path_factory.mktemp("made")
    lose_a_deal(folder)
    return folder


@pytest.fixture
def data(made: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(made, tmp_path, dirs_exist_ok=True))


def lose_a_deal(folder: Path) -> None:
    with open_two_books(folder) as books:
        lost, kept = books.deal(), books.deal()
        books.drop_here(lost)
        books.book_there(lost)
        books.book_here(kept)
        books.book_there(kept)


@pytest.fixture
def office(qapp: QApplication, data: Path) -> Iterator[Office]:
    with ExitStack() as stack:
        office = Office(qapp, data, stack)
        yield office
        office.dialog.done(0)
        office.dialog.deleteLater()


def test_a_difference_is_found_told_and_repaired_with_the_keyboard_alone(office: Office) -> None:
    said = Wording(Language.CHINESE).say
    assert office.model.view.without == said("day.not_reconciled")
    office.press(Qt.Key.Key_Return)
    view = office.model.view
    assert (view.is_bad, len(view.differences), view.may_repair) == (True, 1, True)
    head, story = view.differences[0]
    assert Wording(Language.CHINESE).say("reconcile.kind.undone_here") in head
    assert story.count("\n") >= 3
    assert "2601" in story.splitlines()[-1]
    office.press(Qt.Key.Key_Return)
    assert (office.model.view.page, "2601" in office.model.view.question) == (Page.CONFIRM, True)
    office.press(Qt.Key.Key_Return)  # once too often: nothing is done by it
    assert office.model.view.page is Page.CONFIRM
    office.model.confirm()
    settle()
    view = office.model.view
    assert (view.page, view.is_bad, view.differences) == (Page.RECONCILE, False, ())
    assert view.without == said("day.no_differences")
    assert [row[2] for row in noted(office.data, "repairing", "repaired")] == [CASHIER.number] * 2


def test_a_repair_wants_a_manager_where_somebody_is_signed_in(qapp: QApplication, tmp_path: Path) -> None:
    with open_counter(config_of(tmp_path)) as counter:
        counter.shifts.open(credentials(CASHIER), ZERO)
    lose_a_deal(tmp_path)
    with ExitStack() as stack:
        office = Office(qapp, tmp_path, stack)
        office.model.reconcile()
        settle()
        number = office.model.view.differences[0][0].split()[0]
        for pin in (WRONG, ""):
            office.model.ask_repair()
            office.model.confirm()
            settle()
            office.approve(pin)
            assert office.model.view.is_bad is bool(pin)
        assert office.model.view.differences == ()
        assert [(row[1], row[2], row[3]) for row in noted(tmp_path, "approved", "approval_refused")] == [
            (f"pin_wrong confirm_repair {number}", CASHIER.number, MANAGER.number),
            (f"confirm_repair {number}", CASHIER.number, MANAGER.number),
        ]
        office.dialog.done(0)


def test_the_day_is_drawn_and_written_as_three_files(office: Office) -> None:
    office.turn_to(Page.REPORT)
    office.press(Qt.Key.Key_Return)
    figures = office.model.view.figures
    assert figures is not None
    assert figures.facts[0][1] == "1"
    assert [bar.count for bar in figures.hours.bars if bar.count] == ["1"]
    assert sum(share.part for share in figures.shares) == pytest.approx(1)
    office.press(Qt.Key.Key_Return)
    assert not office.model.view.is_bad
    written = sorted(path.name for path in (office.data / "reports").iterdir())
    assert written == [f"report-20261121-SIMULATION.{kind}" for kind in ("csv", "pdf", "xlsx")]


def test_another_day_is_typed_or_stepped_to_and_none_lies_ahead(office: Office) -> None:
    today = NOON.date().isoformat()
    office.model.move_day(-1)
    assert (office.model.view.day, office.model.view.may_go_on) == ((NOON.date() - timedelta(1)).isoformat(), True)
    office.model.type_day(today)
    office.model.move_day(1)
    assert (office.model.view.day, office.model.view.may_go_on) == (today, False)
    office.model.type_day("2026-13-01")
    assert office.model.view.is_bad


def test_a_backup_is_made_and_put_back_only_with_a_manager(office: Office) -> None:
    left: list[bool] = []
    office.model.leaving.connect(lambda: left.append(True))
    office.turn_to(Page.BACKUP)
    office.press(Qt.Key.Key_Return)
    assert (office.model.view.is_done, len(office.model.view.backups)) == (True, 1)
    office.is_paying = True
    office.model.check_chosen()
    assert (office.model.view.page, office.model.view.is_bad) == (Page.BACKUP, True)
    office.is_paying = False
    office.model.check_chosen()
    settle()
    name = office.model.view.backups[0][0]
    assert (office.model.view.page, office.model.view.facts[0][1]) == (Page.CONFIRM, name)
    for pin in (WRONG, ""):
        office.model.confirm()
        office.approve(pin)
    assert left == [True]
    order = office.order
    assert order is not None
    assert (order.backup.path.name, order.requester, order.approver) == (name, CASHIER, MANAGER)
    assert [(row[0], row[1]) for row in noted(office.data, "approved", "approval_refused")] == [
        ("approval_refused", f"pin_wrong restore {name}"),
        ("approved", f"restore {name}"),
    ]


def test_what_is_no_backup_is_said(office: Office, tmp_path: Path) -> None:
    file = tmp_path / "some.zip"
    file.write_text("no zip")
    office.turn_to(Page.BACKUP)
    office.model.check_file(file)
    settle()
    assert (office.model.view.page, office.model.view.is_bad) == (Page.BACKUP, True)
    assert "some.zip" in office.model.view.message


def test_the_audit_log_is_walked_and_the_first_bad_row_is_named(office: Office) -> None:
    office.turn_to(Page.AUDIT)
    office.press(Qt.Key.Key_Return)
    assert (office.model.view.is_done, office.model.view.audit[0][1]) == (True, "完整")
    file = SqliteFile(office.data / "till.db", MIGRATIONS)
    with file.write() as database:
        database.execute("DROP TRIGGER IF EXISTS audit_no_update")
        database.execute("UPDATE audit SET detail = 'else' WHERE id = 2")
    file.close()
    office.model.verify_audit()
    settle()
    assert office.model.view.is_bad
    assert "2" in office.model.view.audit[0][1]


def test_the_audit_log_is_shown_newest_first_page_by_page(office: Office) -> None:
    config, noted_rows = office.config, 2 * AUDIT_PAGE + 3
    with open_back_office(config) as back_office:
        for number in range(noted_rows):
            back_office.staff.book.admit(CASHIER, f"sign_in_{number}", NOON)
        count = back_office.audit.verify(back_office.till_file)[0].count
    office.turn_to(Page.AUDIT)
    seen = [_numbers(office)]
    while office.model.view.may_go_older:
        office.model.show_older()
        settle()
        seen.append(_numbers(office))
    assert [number for page in seen for number in page] == [*range(count, 0, -1)]
    while office.model.view.may_go_newer:
        office.model.show_newer()
        settle()
    assert _numbers(office) == seen[0]
    assert f"sign_in_{noted_rows - 1}" in office.model.view.audit_rows[0][0]
    assert CASHIER.number in office.model.view.audit_rows[0][1]


def _numbers(office: Office) -> list[int]:
    return [int(title.split()[0]) for title, _ in office.model.view.audit_rows]


def test_a_second_press_while_something_is_under_way_starts_nothing_more(office: Office) -> None:
    office.collects = True
    office.model.reconcile()
    for again in (office.model.reconcile, office.model.make_report, office.model.export, office.model.back_up):
        again()
    office.turn_to(Page.AUDIT)
    office.press(Qt.Key.Key_Return)
    assert (len(office.jobs), office.model.view.page, office.model.view.is_waiting) == (1, Page.RECONCILE, True)
    assert office.dialog.isVisible()
    office.jobs.pop()()
    settle()
    assert not office.model.view.is_waiting


def test_escape_leaves_the_question_then_the_dialog(office: Office) -> None:
    office.press(Qt.Key.Key_Return)
    office.press(Qt.Key.Key_Return)
    assert office.model.view.page is Page.CONFIRM
    office.press(Qt.Key.Key_Escape)
    assert (office.model.view.page, office.dialog.isVisible()) == (Page.RECONCILE, True)
    office.press(Qt.Key.Key_Escape)
    assert not office.dialog.isVisible()


def test_a_centre_that_says_nothing_and_a_disk_that_refuses_are_told(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(office.model._day_end, "reconcile", lambda _day: NoAnswer("down"))
    office.model.reconcile()
    settle()
    assert office.model.view.is_bad

    def refuse(_day: date) -> Reconciled:
        raise StoreFault("/x: no space left")

    monkeypatch.setattr(office.model._day_end, "reconcile", refuse)
    office.model.reconcile()
    settle()
    assert "no space left" in office.model.view.message


def test_its_key_opens_it_over_the_window(
    qapp: QApplication, office: Office, tmp_path_factory: pytest.TempPathFactory
) -> None:
    office.dialog.done(0)
    desk = SaleDesk(tmp_path_factory.mktemp("desk"))
    desk.day_end = office.model._day_end
    with opened(qapp, desk) as counter:
        counter.window.do("day")
        dialog = counter.window.findChild(DayDialog)
        assert isinstance(dialog, DayDialog)
        assert dialog.isVisible()
        dialog.done(0)


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("page", Page)
def test_every_page_has_its_words_in_both_languages(language: Language, page: Page) -> None:
    view = derive_day_view(DayInputs(day=NOON.date(), today=NOON.date(), page=page), Wording(language))
    assert all((view.title, view.about, view.message, view.next_step, view.confirm))


@pytest.mark.parametrize("language", Language)
def test_every_work_and_every_outcome_has_its_words(language: Language) -> None:
    known = DayInputs(day=NOON.date(), today=NOON.date())
    for work in Work:
        if work is not Work.NONE:
            assert derive_day_view(replace(known, is_busy=True, work=work), Wording(language)).message
    values = dict.fromkeys(("date", "count", "gap", "name", "folder", "sales", "rows"), "7")
    for said in SAID:
        view = derive_day_view(replace(known, said=said, values=values), Wording(language))
        assert view.message != view.next_step
    refused = derive_day_view(replace(known, refusal=Refusal(RefusalCode.DAY_NOT_READ, "x")), Wording(language))
    assert refused.is_bad


def test_the_report_is_painted_in_every_look(office: Office, qapp: QApplication) -> None:
    office.turn_to(Page.REPORT)
    office.model.make_report()
    settle()
    chart = office.dialog.findChild(HoursChart)
    assert isinstance(chart, HoursChart)
    for theme, scale in ((Theme.DARK, Scale.LARGEST), (Theme.LIGHT, Scale.NORMAL)):
        worn = look(qapp, theme=theme, scale=scale)
        settle()
        assert {worn.tokens.accent, worn.tokens.sim} <= {name.upper() for name in colours(grab(chart))}
