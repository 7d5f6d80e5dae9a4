"""The public page "What we hold", and the two ways in which a sealed file leaves."""

from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.cache import patch_cache_control
from django.utils.http import content_disposition_header
from django.utils.translation import get_language, override
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from privacy.audiences import Audience, audience
from privacy.choices import AccessDeed, AccessReason
from privacy.conf import current
from privacy.enums import Purpose
from privacy.exceptions import LinkBroken, LinkExpired, SealedError
from privacy.files import is_expired, read_file
from privacy.freshness import needs_fresh_login
from privacy.holds import may_be_told
from privacy.ledger import log_access
from privacy.links import read_link_token
from privacy.models.files import FileDetails, SealedFile
from privacy.roles import Role
from privacy.what_we_hold import groups, terms


@audience(Audience.PUBLIC)
@require_safe
def what_we_hold(request: HttpRequest) -> HttpResponse:
    """What is stored about whom, why and until when. The same for everybody.

    In the language of ``?lang=``, which footers link to, else in the browser's.
    """
    asked = request.GET.get("lang", "")
    with override(asked if asked in dict(settings.LANGUAGES) else get_language()):
        said = {"groups": groups(), "terms": terms(), "is_held": may_be_told()}
        response = render(request, "privacy/what_we_hold.html", said)
    patch_cache_control(response, public=True, max_age=current().page_cache_seconds)
    return response


# Nothing is granted by a cookie here: the token in the address is the whole permission.
@audience(Audience.LINK)
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def download_by_link(request: HttpRequest, token: str) -> HttpResponseBase:
    """A button on GET, the file on POST: mail scanners open every link, and shall not hold the file."""
    try:
        link = read_link_token(token, Purpose.DOWNLOAD)
    except LinkBroken:
        raise Http404 from None
    except LinkExpired:
        return _gone(request)
    file = SealedFile.objects.filter(public_id=link.ref).first()
    if file is None or not _is_there(file):
        return _gone(request)
    if request.method != "POST":
        response = render(request, "privacy/download.html", {"size": file.size})
        response["Cache-Control"] = "no-store"
        return response
    return stream_file(file)


@audience(Role.STEWARDS)
@needs_fresh_login
@require_http_methods(["GET", "HEAD", "POST"])
def download_as_steward(request: HttpRequest, public_id: UUID) -> HttpResponseBase:
    """A file for a data steward who says why; noted in the access log before the first byte leaves."""
    file = get_object_or_404(SealedFile, public_id=public_id)
    if not _is_there(file):
        return _gone(request)
    try:
        reason = AccessReason(request.POST.get("reason", ""))
    except ValueError:
        status = 422 if request.method == "POST" else 200
        return render(request, "privacy/why.html", {"reasons": AccessReason.choices}, status=status)
    log_access(
        user=request.user,  # type: ignore[arg-type]
        deed=AccessDeed.DOWNLOADED,
        kinds=[file.kind],
        subject_ids=[file.subject_id] if file.subject_id else [],
        count=1,
        reason=reason,
    )
    return stream_file(file)


def _is_there(file: SealedFile) -> bool:
    return file.size is not None and file.sealed is not None and not is_expired(file)


def _gone(request: HttpRequest) -> HttpResponse:
    response = render(request, "privacy/gone.html", status=410)
    response["Cache-Control"] = "no-store"
    return response


def stream_file(file: SealedFile) -> HttpResponseBase:
    """The file in clear, 256 kB at a time; nothing is written down on the way."""
    try:
        details: FileDetails = file.unseal()
    except SealedError:
        raise Http404 from None
    if not details.name:
        # Work's own, as what takes a deed back. Only what has a name was made to leave.
        raise Http404
    response = StreamingHttpResponse(
        read_file(file),
        content_type=details.content_type,
        headers={
            "Content-Length": str(file.size),
            "Cache-Control": "no-store",
            "X-Content-Type-Options": "nosniff",
            # Asks nginx not to spool the response into its own temporary file.
            "X-Accel-Buffering": "no",
        },
    )
    response["Content-Disposition"] = content_disposition_header(True, details.name) or "attachment"
    return response
