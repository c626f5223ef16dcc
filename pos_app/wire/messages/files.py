"""9101 and 9102: files, up and down, and the text that is in them."""

from typing import Annotated

from pydantic import Field

from pos_app.wire.fields import C, Octets
from pos_app.wire.node import InputNode, OutputNode


class Upload(InputNode):
    content: Annotated[bytes, Octets()] = Field(alias="in")
    filename: Annotated[str, C(200)]
    fixmedins_code: Annotated[str, C(30)]


class UploadInput(InputNode):
    fsUploadIn: Upload  # noqa: N815  the sheet's own spelling


class UploadOutput(OutputNode):
    file_qury_no: Annotated[str, C(30)]
    filename: Annotated[str, C(200)]
    fixmedins_code: Annotated[str, C(30)]
    dld_endtime: Annotated[str, C(30, optional=True)] = ""


class Download(InputNode):
    file_qury_no: Annotated[str, C(30)]
    filename: Annotated[str, C(200)]
    fixmedins_code: Annotated[str, C(30)]


class DownloadInput(InputNode):
    fsDownloadIn: Download  # noqa: N815  the sheet's own spelling


class DownloadOutput(OutputNode):
    """The sheet does not say how the file comes down; here as it went up, under `out`."""

    file_qury_no: Annotated[str, C(30)]
    filename: Annotated[str, C(200)]
    fixmedins_code: Annotated[str, C(30)]
    content: Annotated[bytes, Octets()] = Field(alias="out")
