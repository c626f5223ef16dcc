"""The HTTP application: both doors, health, documentation and control, over one dispatcher."""

from collections.abc import AsyncIterator, Iterable, Sequence
from contextlib import asynccontextmanager
from typing import Any

import simplejson
from fastapi import APIRouter, FastAPI
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse, JSONResponse
from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from pos_app.verifier.http.access_log import AccessLog
from pos_app.verifier.http.control import clock_routes, fault_routes, index_routes, people_routes
from pos_app.verifier.http.customers import customer_routes
from pos_app.verifier.http.dispatcher import Dispatcher
from pos_app.verifier.http.endpoints import Connections, Doors
from pos_app.verifier.http.examples import DECODE_PATH, TRADE_PATHS, Example, control_examples, worked_examples
from pos_app.verifier.http.home import home_routes
from pos_app.verifier.http.journal import journal_routes
from pos_app.verifier.http.journal_pages import journal_page_routes
from pos_app.verifier.http.pages import documentation
from pos_app.verifier.http.phone_page import phone_routes
from pos_app.verifier.http.refusals import unreadable
from pos_app.verifier.http.served import Served
from pos_app.verifier.http.wallet_page import wallet_routes

_DESCRIPTION = "模拟 SIMULATION. A double of the national insurance platform, for tills under test. Not a real service."


def create_app(served: Served, connections: Connections, beside: Iterable[APIRouter] = ()) -> ASGIApp:
    """Build the application; its lifespan starts and ends the thread that keeps the books.

    `beside` are the doors of others in the same house, who answer for themselves.
    """
    dispatcher = Dispatcher(served.reception.batch)

    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        dispatcher.start()
        yield
        dispatcher.stop()

    examples = worked_examples(served.profile)
    app = _Documented(
        examples,
        title="pos-app verifier (SIMULATION)",
        description=_DESCRIPTION,
        version=served.version,
        lifespan=lifespan,
        docs_url=None,  # the usual page loads its parts from the network; ours is /docs below
        redoc_url=None,
    )
    app.add_exception_handler(RequestValidationError, unreadable)
    app.router.default = _or_say_where(app.router.default)
    _add_pages(app, served, examples)
    for router in (
        index_routes(served),
        people_routes(served, dispatcher),
        customer_routes(served),
        fault_routes(served, dispatcher),
        clock_routes(served),
        journal_routes(served, dispatcher),
        journal_page_routes(served, dispatcher),
        home_routes(served),
        phone_routes(served, dispatcher),
        wallet_routes(served, dispatcher),
        *beside,
    ):
        app.include_router(router)
    return AccessLog(_in_front(Doors(served, dispatcher, connections), app), clock=served.clock)


class _Documented(FastAPI):
    """Describes the two doors as well, which stand in front of it."""

    def __init__(self, examples: Sequence[Example], **settings: Any) -> None:  # noqa: ANN401  as FastAPI has them
        super().__init__(**settings)
        self._examples = examples

    def openapi(self) -> dict[str, Any]:
        schema = super().openapi()
        for path in TRADE_PATHS:
            schema["paths"][path] = _door("A national envelope in, one out", _shown(TRADE_PATHS[0], self._examples))
        schema["paths"][DECODE_PATH] = _door("The decode call ec.query", _shown(DECODE_PATH, self._examples))
        for example in (*self._examples, *control_examples()):
            _show_beside(schema["paths"], example)
        return schema


def _in_front(doors: Doors, app: ASGIApp) -> ASGIApp:
    async def front(scope: Scope, receive: Receive, send: Send) -> None:
        is_door = scope["type"] == "http" and doors.knows(scope["path"])
        await (doors if is_door else app)(_meaning_json(scope), receive, send)

    return front


def _meaning_json(scope: Scope) -> Scope:
    """Let a body at the control interface be JSON whatever it calls itself: curl calls every body a form."""
    if scope["type"] != "http" or not scope["path"].startswith("/control"):
        return scope
    others = [(name, value) for name, value in scope["headers"] if name != b"content-type"]
    return {**scope, "headers": [*others, (b"content-type", b"application/json")]}


def _or_say_where(missed: ASGIApp) -> ASGIApp:
    """Say where the doors are to one who has missed them, be it by a capital."""

    async def answer(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return await missed(scope, receive, send)
        told = {"detail": f"nothing is at {scope['path']}", "doors": [*TRADE_PATHS, DECODE_PATH], "more": "/docs"}
        return await JSONResponse(told, status_code=404)(scope, receive, send)

    return answer


def _add_pages(app: FastAPI, served: Served, examples: Sequence[Example]) -> None:
    @app.get("/health", tags=["platform"])
    async def health() -> dict[str, object]:
        """Say that the platform is there, and that it is a simulation."""
        return {"status": "ok", "simulation": True, "version": served.version}

    @app.post("/auth/oauth/token", tags=["platform"])
    async def token() -> dict[str, object]:
        """Give what gateways of one province ask for first; whoever asks is let in, with it or without."""
        return {"access_token": "SIMULATION", "token_type": "bearer", "expires_in": 43_200, "simulation": True}

    @app.get("/docs", include_in_schema=False)
    async def docs(request: Request) -> HTMLResponse:
        return HTMLResponse(documentation(examples, str(request.base_url).rstrip("/")))


def _shown(path: str, examples: Sequence[Example]) -> dict[str, Any]:
    return {
        example.name: {"summary": example.summary, "value": simplejson.loads(example.body)}
        for example in examples
        if example.path == path
    }


def _show_beside(paths: dict[str, Any], example: Example) -> None:
    """Put an example beside the operation that it is of; the doors have theirs already."""
    template = next((path for path in paths if _is_at(path, example.path)), None)
    operation = paths[template].get(example.method.lower()) if template else None
    if operation is None or not example.body or example.path in (*TRADE_PATHS, DECODE_PATH):
        return
    content = operation["requestBody"]["content"]["application/json"]
    content.setdefault("examples", {})[example.name] = {
        "summary": example.summary,
        "value": simplejson.loads(example.body),
    }


def _is_at(template: str, path: str) -> bool:
    """Say whether an address fits one with names in braces."""
    wanted, given = template.split("/"), path.split("/")
    return len(wanted) == len(given) and all(
        one == other or one.startswith("{") for one, other in zip(wanted, given, strict=True)
    )


def _door(summary: str, examples: dict[str, Any]) -> dict[str, Any]:
    """Describe a door by its worked examples."""
    message = {"application/json": {"schema": {"type": "object"}}}
    asked = {"application/json": {"schema": {"type": "object"}, "examples": examples}}
    answered = {"200": {"description": "a business answer, refused or not", "content": message}}
    body = {"required": True, "content": asked}
    return {"post": {"tags": ["platform"], "summary": summary, "requestBody": body, "responses": answered}}
