"""A ticket or report as it was printed, for the eye and for who does not see it."""

from dataclasses import dataclass, field

from pos_app.services.ports import Paper


@dataclass(frozen=True, slots=True)
class Ticket:
    """What was printed: the picture to show and the text of it for who does not see it."""

    png: bytes = field(repr=False)
    text: str


def ticket_of(paper: Paper | None) -> Ticket | None:
    """Fetch what was printed; None where nothing was, or where its files are gone."""
    if paper is None:
        return None
    try:
        return Ticket(paper.png.read_bytes(), paper.txt.read_text(encoding="utf-8"))
    except OSError:
        return None
