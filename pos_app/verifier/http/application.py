"""The HTTP application: both doors, health, documentation and control, over one dispatcher."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Any

import simplejson
from fastapi import FastAPI
from fastapi.responses import HTMLResponse
from starlette.requests import Request

from pos_app.verifier.http.access_log import AccessLog
from pos_app.verifier.http.control import clock_routes, fault_routes, journal_routes, people_routes
from pos_app.verifier.http.dispatcher import Dispatcher
from pos_app.verifier.http.endpoints import Connections, Doors
from pos_app.verifier.http.examples import DECODE_PATH, TRADE_PATHS, Example, worked_examples
from pos_app.verifier.http.pages import documentation
from pos_app.verifier.http.served import Served

_DESCRIPTION = "模拟 SIMULATION. A double of the national insurance platform, for tills under test. Not a real service."


def create_app(served: Served, connections: Connections) -> FastAPI:
    """Build the application; its lifespan starts and ends the thread that keeps the books."""
    dispatcher = Dispatcher(served.reception.batch)

    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        dispatcher.start()
        yield
        dispatcher.stop()

    app = FastAPI(
        title="pos-app verifier (SIMULATION)",
        description=_DESCRIPTION,
        version=served.version,
        lifespan=lifespan,
        docs_url=None,  # the usual page loads its parts from the network; ours is /docs below
        redoc_url=None,
    )
    app.add_middleware(AccessLog, clock=served.clock)
    examples = worked_examples(served.profile)
    _add_doors(app, Doors(served, dispatcher, connections), examples)
    _add_pages(app, served, examples)
    for router in (
        people_routes(served, dispatcher),
        fault_routes(served, dispatcher),
        clock_routes(served),
        journal_routes(served, dispatcher),
    ):
        app.include_router(router)
    return app


def _add_doors(app: FastAPI, doors: Doors, examples: Sequence[Example]) -> None:
    for path in TRADE_PATHS:
        app.add_api_route(
            path,
            doors.trade,
            methods=["POST"],
            tags=["platform"],
            summary="A national envelope in, a national envelope out",
            openapi_extra=_body(TRADE_PATHS[0], examples),
        )
    app.add_api_route(
        DECODE_PATH,
        doors.decode,
        methods=["POST"],
        tags=["platform"],
        summary="The decode call ec.query",
        openapi_extra=_body(DECODE_PATH, examples),
    )


def _add_pages(app: FastAPI, served: Served, examples: Sequence[Example]) -> None:
    @app.get("/health", tags=["platform"])
    async def health() -> dict[str, object]:
        """Say that the platform is there, and that it is a simulation."""
        return {"status": "ok", "simulation": True, "version": served.version}

    @app.get("/docs", include_in_schema=False)
    async def docs(request: Request) -> HTMLResponse:
        return HTMLResponse(documentation(examples, str(request.base_url).rstrip("/")))


def _body(path: str, examples: Sequence[Example]) -> dict[str, Any]:
    """Describe a request body by its worked examples."""
    shown = {
        example.name: {"summary": example.summary, "value": simplejson.loads(example.body)}
        for example in examples
        if example.path == path
    }
    content = {"application/json": {"schema": {"type": "object"}, "examples": shown}}
    return {"requestBody": {"required": True, "content": content}}
