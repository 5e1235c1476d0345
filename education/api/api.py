"""The API, assembled; every part lives in a module of its own."""

from __future__ import annotations

from typing import Any

from ninja import NinjaAPI, Swagger
from ninja.openapi.schema import OpenAPISchema

from education.api import public
from education.api.errors import MEDIA_TYPE, handle_errors

VERSION = "1"


class ReadersAPI(NinjaAPI):
    """A NinjaAPI whose document tells that refusals are problems, as they are (N16)."""

    def get_openapi_schema(self, **options: Any) -> OpenAPISchema:
        """Return the document with the media type of every refusal put right."""
        document = super().get_openapi_schema(**options)
        for operations in document["paths"].values():
            for operation in operations.values():
                for status, answer in operation["responses"].items():
                    if status >= 400:
                        answer["content"] = {MEDIA_TYPE: answer["content"]["application/json"]}
        return document


def make_api() -> NinjaAPI:
    """Return a new API with everything mounted and nothing read yet (N20)."""
    api = ReadersAPI(
        title="Countersign",
        version=VERSION,
        urls_namespace="api",
        description=(
            "Patient education that a credentialed clinician has signed, word for word. "
            "Only live, signed editions are served; a page that was taken down answers 410."
        ),
        # No validator badge: it would send the address of this server to somebody else's.
        docs=Swagger(settings={"validatorUrl": None}),
    )
    handle_errors(api)
    api.add_router("", public.router)
    return api
