"""The stranger's own protection of forms, in place of Django's."""

from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import CsrfViewMiddleware


class PaperCsrfMiddleware(CsrfViewMiddleware):
    """Django's check with the paper's own refusal. It honours ``csrf_exempt``, as Django's does."""

    def _reject(self, request: HttpRequest, reason: str) -> HttpResponse:
        return HttpResponse("The Paper does not know this form.", status=403)
