"""Error reports that hold nothing a visitor typed."""

from types import TracebackType
from typing import Any

from django.http import HttpRequest
from django.views.debug import SafeExceptionReporterFilter

# What of a request helps to mend an error and says nothing about who made it.
KEPT_META = {"REQUEST_METHOD", "CONTENT_TYPE", "SERVER_PROTOCOL", "wsgi.url_scheme"}


class NothingPersonal(SafeExceptionReporterFilter):
    """Drops what was posted, cookies, headers and the local variables of every frame, also in development."""

    def is_active(self, request: HttpRequest | None) -> bool:
        return True

    def get_post_parameters(self, request: HttpRequest | None) -> dict[str, Any]:
        return {}

    def get_safe_cookies(self, request: HttpRequest) -> dict[str, Any]:
        return {}

    def get_safe_request_meta(self, request: HttpRequest) -> dict[str, Any]:
        return {name: value for name, value in request.META.items() if name in KEPT_META}

    def get_traceback_frame_variables(
        self, request: HttpRequest | None, tb_frame: TracebackType
    ) -> list[tuple[str, Any]]:
        return []
