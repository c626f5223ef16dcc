"""A simulated pharmacy till, the insurance platform behind it, and the customer's phone.

The map, from the top:

    cli, __main__   the command line; each command asks bootstrap for what it needs
    bootstrap       builds every adapter and joins them by constructor; alone in seeing all packages
    gui             the cashier window and the phone window; the only home of Qt
    scanner         pictures and frames in, code contents out; with lab the only home of cv2, numpy, zxingcpp, pyzbar
    lab             codes drawn, spoilt by physical causes and read by everybody; knows cv2, numpy and the engines too
    storage         the till's own SQLite file
    clients         the till's side of the wire and of the pay channel
    verifier        the simulated insurance platform: a program of its own with its own SQLite file
    wallet          the simulated pay channel behind pay codes and cards, with its own SQLite file
    receipts        a Receipt in; lines, pictures, pages out
    reports         a DayReport in; CSV, XLSX, a PDF page out
    phone           draws the customer's code
    services        use cases over ports: the till, scan routing, recovery
    wire            the national messages, both directions, and the region profile that varies them
    domain          pure values and laws: money, basket, split, ledger, checkout; no I/O, no clock, no chance
    sqlite, keyfile, passwords, fonts, qr, opencv, wording, config, faults, resources, host   the ground of all

The one import rule: imports point down, and packages on one line of `gui … phone` do not know each other.
import-linter holds it (`[tool.importlinter]` in pyproject.toml).
"""

__version__ = "0.1.0"
