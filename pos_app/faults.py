"""What the environment can do to us, as one tree.

    Fault
    ├── StoreFault      a database file cannot be opened, read or written: disk full, read-only, damaged
    ├── PrinterFault    a ticket could not be made; the sale is final all the same
    ├── DisplayFault    there is no screen for a window
    ├── PortFault       an address cannot be listened at: taken, or not ours
    ├── PlatformFault   the distant platform that was named does not answer, or is none of this simulation
    ├── FolderBusy      another till uses this data folder
    ├── FolderElsewhere the data folder is on another machine's disk, where SQLite's locks do not hold
    └── ConfigFault     the configuration file says something we do not understand

What can happen in a shop is not here: that is a value (`domain.refusal`). A mistake of ours is an AssertionError.
"""


class Fault(Exception):
    """The environment failed; the text names what and where, for the log and for `doctor`."""


class StoreFault(Fault):
    pass


class PrinterFault(Fault):
    pass


class DisplayFault(Fault):
    pass


class PortFault(Fault):
    pass


class PlatformFault(Fault):
    pass


class FolderBusy(Fault):
    pass


class FolderElsewhere(Fault):
    pass


class ConfigFault(Fault):
    pass
