"""``totals.json``: the numbers of a page for everybody's own pages and charts."""

import hashlib
from uuid import UUID

from django.core.serializers.json import DjangoJSONEncoder
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from campaigns.page_cache import cacheable
from petitions.exceptions import PetitionMissing
from petitions.selectors import open_numbers, open_numbers_at, sign_rules
from privacy.audiences import Audience, audience

CACHING = "public, max-age=60"


@audience(Audience.PUBLIC)
@cacheable
@require_safe
def totals(request: HttpRequest, public_id: UUID, at: str = "") -> HttpResponse:
    """Total, days, regions and campuses of a petition with a public page, or those of one campus.

    Readable by scripts of every site (``Access-Control-Allow-Origin: *``): nothing here depends on who asks.
    404 where there is no public page, or no such campus.
    """
    # There are no further pages of it: each number would be one more copy to keep.
    numbers = None if "page" in request.GET else _numbers(public_id, at)
    if numbers is None:
        return JsonResponse({"error": "not found"}, status=404)
    response = JsonResponse(numbers, encoder=DjangoJSONEncoder)
    response["Access-Control-Allow-Origin"] = "*"
    response["Cache-Control"] = CACHING
    response.countersign_caching = CACHING  # type: ignore[attr-defined]
    response["ETag"] = f'"{hashlib.blake2b(response.content, digest_size=12).hexdigest()}"'
    found: HttpResponse | None = get_conditional_response(request, etag=response["ETag"], response=response)
    return found if found is not None else response


def _numbers(public_id: UUID, at: str) -> dict[str, object] | None:
    try:
        rules = sign_rules(public_id)
    except PetitionMissing:
        return None
    if not rules.page_paths:
        return None
    return open_numbers_at(rules.petition, at) if at else open_numbers(rules.petition)
