"""Stripe's way of writing nested parameters: ``line_items[0][price_data][currency]=usd``."""

import re
from typing import Any
from urllib.parse import parse_qsl


def read_params(text: str) -> dict[str, Any]:
    """A form or a query as nested dicts; lists are dicts of numbers until ``as_list()``."""
    found: dict[str, Any] = {}
    for name, value in parse_qsl(text, keep_blank_values=True, strict_parsing=bool(text)):
        parts = re.findall(r"[^\[\]]+", name)
        where = found
        for part in parts[:-1]:
            where = where.setdefault(part, {})
        where[parts[-1]] = value
    return found


def as_list(value: Any) -> list[Any]:
    """The values of what was written as a list."""
    return [value[key] for key in sorted(value, key=int)] if isinstance(value, dict) else []
