"""A no over the control interface: which status it has, and its sentence in the language that was asked for."""

from typing import Annotated

from fastapi import Header
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.requests import Request

from pos_app.domain.refusal import Refusal, RefusalCode
from pos_app.verifier.http.documents import refusal_document

AskedLanguage = Annotated[str, Header(alias="accept-language")]


def refused(refusal: Refusal, language: str) -> JSONResponse:
    """Answer 404 for a person who is not known, and 409 for every other no."""
    status = 404 if refusal.code is RefusalCode.PERSON_UNKNOWN else 409
    return JSONResponse({"refused": refusal_document(refusal, language)}, status_code=status)


def unreadable(_request: Request, error: Exception) -> JSONResponse:
    """Say where a request is wrong and why, but not what stood there: it may be a password."""
    if not isinstance(error, RequestValidationError):
        raise error
    wrong = [{"loc": one["loc"], "msg": one["msg"], "type": one["type"]} for one in error.errors()]
    return JSONResponse({"detail": wrong}, status_code=422)
