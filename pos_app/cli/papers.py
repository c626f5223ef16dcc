"""How a command names the ticket it printed."""

from pos_app.services.ports import Paper


def paper_document(paper: Paper | None) -> dict[str, str] | None:
    """Give the path of each face of a ticket; none where nothing could be printed."""
    return {"txt": str(paper.txt), "png": str(paper.png), "pdf": str(paper.pdf)} if paper else None
