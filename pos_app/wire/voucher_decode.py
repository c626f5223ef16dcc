"""The decode call `ec.query`: a scanned voucher in, the person and a short-lived token out."""

from typing import Annotated

from pydantic import BaseModel, BeforeValidator, Field

from pos_app.wire.code_lists import EC_PHARMACY_PURCHASE
from pos_app.wire.faults import WireFault
from pos_app.wire.fields import C, Whole
from pos_app.wire.json_text import read_json
from pos_app.wire.node import InputNode, OutputNode, read_node
from pos_app.wire.writing import text_of

TRANS_TYPE = "ec.query"
CODE_OF_ANOTHER_KIND = 500159  # the one failure code that public clients show


class DecodeQuery(InputNode):
    """`outBizNo` is the till's own number for this scan: the same code sent again with it gets the same answer."""

    ecQrCode: Annotated[str, C(512)]  # noqa: N815  the sheet's own spelling, here and below
    orgId: Annotated[str, C(40)]  # noqa: N815
    businessType: Annotated[str, C(5, allowed=(EC_PHARMACY_PURCHASE,))]  # noqa: N815
    operatorId: Annotated[str, C(20)]  # noqa: N815
    operatorName: Annotated[str, C(30)]  # noqa: N815
    officeId: Annotated[str, C(20, optional=True)] = ""  # noqa: N815
    officeName: Annotated[str, C(30, optional=True)] = ""  # noqa: N815
    deviceType: Annotated[str, C(20, optional=True)] = ""  # noqa: N815
    outBizNo: Annotated[str, C(64, optional=True)] = ""  # noqa: N815
    businessInfo: Annotated[str, C(200, optional=True)] = ""  # noqa: N815


class DecodeRequest(InputNode):
    orgId: Annotated[str, C(40)]  # noqa: N815
    transType: Annotated[str, C(30, allowed=(TRANS_TYPE,))]  # noqa: N815
    data: DecodeQuery
    extra: object = None


class DecodedVoucher(OutputNode):
    """Who the voucher stands for.

    The last three are this simulator's own: what to copy into 1101 and the trades after it. A certificate is type 01
    with the token; an electronic or a physical social-security card is type 03 with the card's number, because the
    national list has no value for the electronic card.
    """

    userName: Annotated[str, C(50)]  # noqa: N815
    idNo: Annotated[str, C(30)]  # noqa: N815
    idType: Annotated[str, C(3)]  # noqa: N815
    ecToken: Annotated[str, C(64, optional=True)] = ""  # noqa: N815
    insuOrg: Annotated[str, C(6, optional=True)] = ""  # noqa: N815
    authNo: Annotated[str, C(40, optional=True)] = ""  # noqa: N815
    ecIndexNo: Annotated[str, C(32, optional=True)] = ""  # noqa: N815
    gender: Annotated[str, C(3, optional=True)] = ""
    birthday: Annotated[str, C(10, optional=True)] = ""
    nationality: Annotated[str, C(10, optional=True)] = ""
    email: Annotated[str, C(50, optional=True)] = ""
    chnlId: Annotated[str, C(20, optional=True)] = ""  # noqa: N815
    mdtrt_cert_type: Annotated[str, C(3, optional=True)] = ""
    mdtrt_cert_no: Annotated[str, C(50, optional=True)] = ""
    card_sn: Annotated[str, C(32, optional=True)] = ""


def _opened(data: object) -> object:
    if not data:
        return {}
    if not isinstance(data, str):
        return data
    tree = read_json(data)
    if isinstance(tree, WireFault):
        raise ValueError(tree.sentence)  # noqa: TRY004  pydantic's way to refuse a value
    return tree


class DecodeResponse(OutputNode):
    """`code` 0 is yes; `data` may come as an object or as JSON text within the JSON."""

    code: Annotated[int, Whole(10)]
    message: Annotated[str, C(2000, optional=True)] = ""
    data: Annotated[dict[str, object], BeforeValidator(_opened)] = Field(default_factory=dict)
    orgId: Annotated[str, C(40, optional=True)] = ""  # noqa: N815
    extra: object = None

    @property
    def is_success(self) -> bool:
        return self.code == 0


def parse_decode_request(text: str | bytes) -> DecodeRequest | WireFault:
    """Read a decode call; never raises, whatever the text is."""
    tree = read_json(text)
    return tree if isinstance(tree, WireFault) else read_node(DecodeRequest, tree)


def parse_decode_response(text: str | bytes) -> DecodeResponse | WireFault:
    """Read the answer to a decode call; never raises, whatever the text is."""
    tree = read_json(text)
    return tree if isinstance(tree, WireFault) else read_node(DecodeResponse, tree)


def read_decoded(response: DecodeResponse) -> DecodedVoucher | WireFault:
    """Read the person out of a successful answer."""
    return read_node(DecodedVoucher, response.data)


def dump_decode(message: BaseModel) -> str:
    """Write either side of a decode call."""
    return text_of(message)
