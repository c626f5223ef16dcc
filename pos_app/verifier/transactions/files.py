"""9101 and 9102: keep a file that comes up, and give one down to whose it is."""

from datetime import datetime, timedelta

from pos_app.domain.refusal import Refusal, RefusalCode
from pos_app.verifier.desk import Desk
from pos_app.verifier.goods import KeptFile
from pos_app.verifier.identifiers import file_number
from pos_app.verifier.store.protocol import Reader, Writer
from pos_app.wire.envelope import Request
from pos_app.wire.fields import format_time
from pos_app.wire.messages.files import DownloadInput, DownloadOutput, UploadInput, UploadOutput

FILE_LIFE = timedelta(days=30)


def upload(desk: Desk, books: Writer, request: Request, body: UploadInput, at: datetime) -> UploadOutput | Refusal:
    sent = body.fsUploadIn
    if sent.fixmedins_code != request.fixmedins_code:
        return Refusal(RefusalCode.MESSAGE_INVALID, "fsUploadIn.fixmedins_code应与报文头一致")
    number, until = file_number(desk.profile.region.code, at, desk.chance), at + FILE_LIFE
    books.keep_file(KeptFile(number, request.fixmedins_code, sent.filename, sent.content, until))
    return UploadOutput(
        file_qury_no=number,
        filename=sent.filename,
        fixmedins_code=request.fixmedins_code,
        dld_endtime=format_time(until),
    )


def download(books: Reader, request: Request, body: DownloadInput, at: datetime) -> DownloadOutput | Refusal:
    asked = body.fsDownloadIn
    file = find_file(books, request, asked.file_qury_no, at)
    if isinstance(file, Refusal):
        return file
    if (asked.filename, asked.fixmedins_code) != (file.name, file.pharmacy):
        return Refusal(RefusalCode.FILE_UNKNOWN, "fsDownloadIn.filename或fixmedins_code与文件不符")
    return DownloadOutput.model_validate(
        {"file_qury_no": file.file_no, "filename": file.name, "fixmedins_code": file.pharmacy, "out": file.content}
    )


def find_file(books: Reader, request: Request, file_no: str, at: datetime) -> KeptFile | Refusal:
    """Find a file of the pharmacy that asks, while it is kept."""
    file = books.file(file_no)
    if file is None or file.pharmacy != request.fixmedins_code or at >= file.until:
        return Refusal(RefusalCode.FILE_UNKNOWN)
    return file
