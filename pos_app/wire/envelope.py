"""The envelope of every national message: the eighteen keys of a request, and what a platform answers."""

import re
from typing import Annotated, TypeAlias, TypeVar

from pydantic import BaseModel, BeforeValidator, Field

from pos_app.wire.code_lists import OPTER_TYPE
from pos_app.wire.faults import WireFault
from pos_app.wire.fields import C, Whole
from pos_app.wire.json_text import read_json
from pos_app.wire.node import InputNode, OutputNode, read_node
from pos_app.wire.writing import text_of

Tree: TypeAlias = dict[str, object]

_Envelope = TypeVar("_Envelope", bound=BaseModel)

_NO_OUTPUT = "{}}"  # the output is the last field
_USUAL_MSGID = re.compile(r"[HP]\d{11}\d{14}\d{4}", re.ASCII)


class Request(InputNode):
    """One trade as a till sends it; `input` is checked against the trade's own model in a second step."""

    infno: Annotated[str, C(5)]
    msgid: Annotated[str, C(30)]
    mdtrtarea_admvs: Annotated[str, C(6)]
    insuplc_admdvs: Annotated[str, C(6, optional=True)] = ""
    recer_sys_code: Annotated[str, C(10)]
    dev_no: Annotated[str, C(100, optional=True)] = ""
    dev_safe_info: Annotated[str, C(2000, optional=True)] = ""
    cainfo: Annotated[str, C(1024, optional=True)] = ""
    signtype: Annotated[str, C(10, optional=True)] = ""
    infver: Annotated[str, C(6)]
    opter_type: Annotated[str, C(3, allowed=OPTER_TYPE)]
    opter: Annotated[str, C(30)]
    opter_name: Annotated[str, C(50)]
    inf_time: Annotated[str, C(19)]
    fixmedins_code: Annotated[str, C(12)]
    fixmedins_name: Annotated[str, C(20)]
    sign_no: Annotated[str, C(30, optional=True)] = ""
    input: Tree


class Response(OutputNode):
    """A platform's answer; `infcode` is 0 for yes, and everything else is a no whose reason is in `err_msg`."""

    infcode: Annotated[int, Whole(4)]
    inf_refmsgid: Annotated[str, C(30, optional=True)] = ""
    refmsg_time: Annotated[str, C(17, optional=True)] = ""
    respond_time: Annotated[str, C(17, optional=True)] = ""
    err_msg: Annotated[str, C(2000, optional=True)] = ""  # 200 on the sheet, and real texts run over it
    warn_msg: Annotated[str, C(2000, optional=True)] = ""
    cainfo: Annotated[str, C(1024, optional=True)] = ""
    signtype: Annotated[str, C(10, optional=True)] = ""
    enctype: Annotated[str, C(10, optional=True)] = ""
    output: Annotated[Tree, BeforeValidator(lambda tree: tree or {})] = Field(default_factory=dict)

    @property
    def is_success(self) -> bool:
        return self.infcode == 0


def parse_request(text: str | bytes) -> Request | WireFault:
    """Read the envelope of a request; never raises, whatever the text is."""
    return _parse(Request, text)


def parse_response(text: str | bytes) -> Response | WireFault:
    """Read the envelope of an answer; never raises, whatever the text is."""
    return _parse(Response, text)


def dump_request(request: Request) -> str:
    return text_of(request)


def dump_response(response: Response, output: str) -> str:
    """Write an answer around an output that is text already."""
    return f"{text_of(response).removesuffix(_NO_OUTPUT)}{output}}}"


def has_usual_msgid(request: Request) -> bool:
    """Say whether the msgid is 12 institution + 14 time + 4 serial; other shapes are in use, too."""
    return _USUAL_MSGID.fullmatch(request.msgid) is not None


def _parse(model: type[_Envelope], text: str | bytes) -> _Envelope | WireFault:
    tree = read_json(text)
    return tree if isinstance(tree, WireFault) else read_node(model, tree)
