"""A book whose guards are down, as a program finds it that knows no rules."""

from pos_app.sqlite import SqliteFile


def lower_the_guard(file: SqliteFile) -> None:
    """Take off every trigger and check; the two pragmas cannot be set inside a transaction."""
    connection = file._database.conn
    connection.execute("PRAGMA foreign_keys=OFF")
    connection.execute("PRAGMA ignore_check_constraints=ON")
    with file.write() as database:
        for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            database.execute(f"DROP TRIGGER {name}")
