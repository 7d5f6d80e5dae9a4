"""Error reports that hold nothing a visitor typed."""

from collections.abc import ItemsView
from types import TracebackType
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.views.debug import ExceptionReporter, SafeExceptionReporterFilter

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

    def get_safe_request_meta(self, request: HttpRequest | None) -> dict[str, Any]:
        meta = request.META if request else {}
        return {name: value for name, value in meta.items() if name in KEPT_META}

    def get_traceback_frame_variables(
        self, request: HttpRequest | None, tb_frame: TracebackType
    ) -> ItemsView[str, Any]:
        return {}.items()


class QuietReporter(ExceptionReporter):
    """Outside development also without the request, whose path may be a person's link, messages, settings."""

    def __init__(
        self,
        request: HttpRequest | None,
        exc_type: type[BaseException] | None,
        exc_value: BaseException | None,
        tb: TracebackType | None,
        is_email: bool = False,  # noqa: FBT001, FBT002  Django's signature
    ) -> None:
        super().__init__(request if settings.DEBUG else None, exc_type, exc_value, tb, is_email)

    def get_traceback_data(self) -> dict[str, Any]:
        data = super().get_traceback_data()
        if settings.DEBUG:
            return data
        # Of what could not be read as text, Django shows the characters around; of settings, addresses of
        # servers with the password in them.
        data["exception_value"] = data["exception_notes"] = data["unicode_hint"] = ""
        data["settings"], data["template_info"], data["postmortem"] = {}, None, None
        for frame in data.get("frames", ()):
            cause = frame.get("exc_cause")
            frame["exc_cause"] = type(cause).__name__ if cause else ""
        return data
