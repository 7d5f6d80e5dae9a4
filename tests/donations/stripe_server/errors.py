"""Stripe's refusals, in the shape in which its library reads them."""

from typing import Any


class Refused(Exception):
    """An answer that is an error: its status and what stands under ``error``."""

    def __init__(self, status: int, kind: str, message: str, *, code: str = "", param: str = "") -> None:
        super().__init__(message)
        self.status = status
        self.body: dict[str, Any] = {"error": {"type": kind, "message": message}}
        if code:
            self.body["error"]["code"] = code
        if param:
            self.body["error"]["param"] = param


def invalid(message: str, *, code: str = "", param: str = "") -> Refused:
    return Refused(400, "invalid_request_error", message, code=code, param=param)


def missing(kind: str, ref: str, *, param: str = "id") -> Refused:
    return Refused(
        404, "invalid_request_error", f"No such {kind}: '{ref}'", code="resource_missing", param=param
    )


def lacking(param: str) -> Refused:
    return invalid(f"Missing required param: {param}.", code="parameter_missing", param=param)
