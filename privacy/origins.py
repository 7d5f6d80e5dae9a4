"""Whether a form was sent from a page of ours: what stands in place of a token where no cookie is set."""

from django.http import HttpRequest


def is_from_us(request: HttpRequest) -> bool:
    """Whether the browser says that the form stood on a page of this host.

    Browsers send ``Sec-Fetch-Site`` (all since 2023) or ``Origin`` with every
    POST; scripts of other sites can change neither.
    """
    fetched_from = request.headers.get("Sec-Fetch-Site", "")
    origin = request.headers.get("Origin", "")
    if fetched_from:
        return fetched_from == "same-origin"
    return origin == f"{request.scheme}://{request.get_host()}"
