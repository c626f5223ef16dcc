"""A folder on another machine's disk is refused, whatever it is called; one of this machine never is."""

from pathlib import Path

import pytest

from pos_app.bootstrap import elsewhere
from pos_app.bootstrap.elsewhere import names_share, networked_as, refuse_elsewhere
from pos_app.faults import FolderElsewhere

MOUNTS = r"""
/dev/sda1 / ext4 rw,relatime 0 0
proc /proc proc rw 0 0
server:/export /srv/till nfs4 rw,vers=4.2 0 0
//nas/share /media/my\040shop cifs rw 0 0
/dev/sdb1 /srv/till/local ext4 rw 0 0
tmpfs /covered tmpfs rw 0 0
ann@far:/home /covered fuse.sshfs rw 0 0
"""


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/var/lib/pos_app", ""),
        ("/srv/till", "nfs4"),
        ("/srv/till/data", "nfs4"),
        ("/srv/tills", ""),
        ("/srv/till/local/data", ""),
        ("/media/my shop/data", "cifs"),
        ("/covered/data", "fuse.sshfs"),
    ],
)
def test_the_longest_mount_says_what_a_folder_is_on(path: str, kind: str) -> None:
    assert networked_as(path, MOUNTS) == kind


@pytest.mark.parametrize("mounts", ["", "\n\n", "nonsense", "a b", "/dev/x  ext4"])
def test_a_table_that_says_nothing_refuses_nothing(mounts: str) -> None:
    assert networked_as("/var", mounts) == ""


@pytest.mark.parametrize(
    ("path", "is_share"),
    [
        (r"\\server\share", True),
        (r"\\server\share\till", True),
        ("//server/share", True),
        (r"\\?\UNC\server\share", True),
        (r"\\?\unc\server\share", True),
        (r"\\?\C:\till", False),
        (r"\\.\C:\till", False),
        ("/server/share", False),
        ("///var/till", False),
        ("C:\\till", False),
        ("till", False),
        ("", False),
    ],
)
def test_a_path_that_names_a_server_is_a_share(path: str, is_share: bool) -> None:  # noqa: FBT001  a table
    assert names_share(path) is is_share


def test_this_machine_is_let_pass_and_a_mounted_share_is_not(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    refuse_elsewhere(tmp_path)
    mounts = tmp_path / "mounts"
    mounts.write_text(f"nas:/x {tmp_path.resolve()} nfs rw 0 0\n")
    monkeypatch.setattr(elsewhere, "MOUNTS", mounts)
    with pytest.raises(FolderElsewhere, match="nfs"):
        refuse_elsewhere(tmp_path / "till")
    monkeypatch.setattr(elsewhere, "MOUNTS", tmp_path / "absent")
    refuse_elsewhere(tmp_path / "till")
