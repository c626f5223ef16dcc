"""A distant platform: its answers come through as they are, and any doubt about one is no reply."""

from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread

import pytest

from pos_app.clients.distant_phone import DistantPhone
from pos_app.clients.http import Http
from pos_app.clients.line import trusted
from pos_app.clients.transport import NoReply
from pos_app.domain.refusal import Refusal, RefusalCode
from pos_app.domain.voucher import Channel, CodeKind, ShownCode
from pos_app.faults import PlatformFault
from tests.contracts.world import World
from tests.doubles.served import serve


@contextmanager
def answering(status: int, body: bytes, *, promised: int | None = None) -> Iterator[str]:
    """Give the address of a server that always says this; `promised` is the length it claims."""

    class Always(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["content-length"]))
            self.send_response(status)
            self.send_header("content-length", str(len(body) if promised is None else promised))
            self.end_headers()
            self.wfile.write(body)

        do_GET = do_POST  # noqa: N815  as the library calls it

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = HTTPServer(("127.0.0.1", 0), Always)
    thread = Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def test_an_answer_comes_through_as_it_is() -> None:
    with answering(200, '{"infcode":0,"中":"文"}'.encode()) as url:
        transport = Http(f"{url}/")
        assert transport.call("{}") == transport.decode("{}") == '{"infcode":0,"中":"文"}'
        transport.close()


@pytest.mark.parametrize(
    ("status", "body", "promised"),
    [
        (500, b"{}", None),
        (302, b"{}", None),
        (204, b"", None),
        (200, b"\xff", None),
        (200, b"{}", 100),
        (200, b"9" * 5_000_000, None),
    ],
    ids=["500", "302", "204", "not utf-8", "cut short", "too long"],
)
def test_any_doubt_is_no_reply(status: int, body: bytes, promised: int | None) -> None:
    with answering(status, body, promised=promised) as url:
        transport = Http(url, reply_s=2)
        with pytest.raises(NoReply):
            transport.call("{}")
        transport.close()


def test_authorities_are_read_where_an_address_is_to_prove_itself_and_once() -> None:
    assert trusted("http://127.0.0.1:9").cert_store_stats()["x509"] == 0
    assert trusted("HTTPS://platform.invalid").cert_store_stats()["x509"] > 0
    assert trusted("https://platform.invalid") is trusted("https://other.invalid")


def test_nobody_there_is_no_reply() -> None:
    transport = Http("http://127.0.0.1:9")
    with pytest.raises(NoReply):
        transport.decode("{}")
    assert not transport.is_there()
    transport.close()


@pytest.mark.parametrize("body", [b"{}", b"[]", b"nonsense", b'{"simulation": false}'])
def test_what_is_no_platform_of_ours_is_not_there(body: bytes) -> None:
    with answering(200, body) as url:
        transport = Http(url)
        assert not transport.is_there()
        transport.close()


def test_a_distant_phone_shows_the_same_as_a_near_one(tmp_path: Path) -> None:
    world = World(tmp_path)
    with serve(tmp_path, store=world.store, desk=world.desk, clock=world.clock) as there:
        phone = DistantPhone(there.url)
        people = phone.people()
        assert people == world.phone.people()
        shown = phone.show("plenty", kind=CodeKind.CERTIFICATE, channel=Channel.WECHAT)
        assert isinstance(shown, ShownCode)
        assert (shown.kind, shown.channel) == (CodeKind.CERTIFICATE, Channel.WECHAT)
        assert (shown.expires_at - shown.issued_at).total_seconds() == 60
        assert phone.show("nobody", kind=CodeKind.CARD, channel=Channel.NATIONAL) == Refusal(
            RefusalCode.PERSON_UNKNOWN, "nobody"
        )
        family = phone.show("family-holder", kind=CodeKind.CARD, channel=Channel.NATIONAL, member="family-father")
        assert isinstance(family, ShownCode)
        phone.close()
    world.store.close()


@pytest.mark.parametrize("body", [b"{}", b"[{}]", b"nonsense"])
def test_a_phone_of_no_platform_is_a_fault_of_the_environment(body: bytes) -> None:
    with answering(200, body) as url:
        phone = DistantPhone(url)
        with pytest.raises(PlatformFault):
            phone.people()
        phone.close()
    phone = DistantPhone("http://127.0.0.1:9")
    with pytest.raises(PlatformFault):
        phone.people()
    phone.close()
