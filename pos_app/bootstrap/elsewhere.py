"""Whether a folder is on another machine's disk: SQLite's write-ahead log wants memory and locks shared by all users.

Told by the path where it names a server, else by the table of mounts. A drive letter of Windows that stands for a
share is not seen by this.
"""

import os
import re
from pathlib import Path

from pos_app.faults import FolderElsewhere

MOUNTS = Path("/proc/mounts")

_SHARE = re.compile(r"(\\\\|//)(?![./\\?]|$)|\\\\[?.]\\UNC\\", re.IGNORECASE)  # \\?\C:\ is a disk of this machine
_NETWORKED = frozenset(
    {
        *("nfs", "nfs4", "cifs", "smb3", "smbfs", "ncpfs", "afs", "coda", "ceph", "glusterfs", "lustre", "beegfs"),
        *("davfs", "fuse.davfs", "fuse.sshfs", "fuse.rclone", "fuse.glusterfs", "fuse.ceph", "fuse.smbnetfs"),
    }
)
_OCTAL = re.compile(r"\\([0-7]{3})")


def refuse_elsewhere(folder: Path) -> None:
    """Let a folder of this machine pass; FolderElsewhere for a share or what is mounted from one."""
    if names_share(str(folder)):
        raise FolderElsewhere(str(folder))
    try:
        mounts = MOUNTS.read_text("utf-8", "surrogateescape")
    except OSError:
        return
    kind = networked_as(os.path.realpath(folder.expanduser()), mounts)
    if kind:
        raise FolderElsewhere(f"{folder} ({kind})")


def names_share(path: str) -> bool:
    r"""Say whether a path names a server, such as `\\server\share` or `//server/share`."""
    return _SHARE.match(path) is not None


def networked_as(path: str, mounts: str) -> str:
    """Give the kind of network file system that holds an absolute path, or nothing for a local one.

    `mounts` is the text of /proc/mounts: what is mounted later covers what was there before.
    """
    longest, kind = "", ""
    for row in mounts.splitlines():
        _, place, file_system, *_ = [*row.split(" "), "", "", ""]
        place = _OCTAL.sub(lambda found: chr(int(found.group(1), 8)), place)
        if len(place) >= len(longest) and _holds(place, path):
            longest, kind = place, file_system
    return kind if kind in _NETWORKED else ""


def _holds(place: str, path: str) -> bool:
    return bool(place) and (path == place or path.startswith(place.rstrip("/") + "/"))
