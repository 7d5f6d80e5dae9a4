"""Uploads with personal data: sealed chunk by chunk while the body is read, never spooled to disk.

Django writes an upload above 2.5 MB into a temporary file, in clear. ``sealed_uploads`` sets our
handler before anything reads the body, which includes the CSRF check.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, StopUpload
from django.http import HttpRequest, HttpResponseBase
from django.views.decorators.csrf import csrf_exempt, csrf_protect

from privacy.files import SealedWriter, begin_file, destroy_files, open_file
from privacy.models.files import SealedFile

MEGABYTE = 1024 * 1024
AT_MOST = 50 * MEGABYTE


class SealedUpload(UploadedFile):  # type: ignore[type-arg]  # generic in the stubs only
    """What a form finds in ``request.FILES``: an open sealed file, and its row as ``sealed_file``.

    ``name`` is the browser's name for it, in memory only: stored it is sealed.
    """

    def __init__(self, sealed_file: SealedFile, *, name: str, content_type: str, field: str) -> None:
        super().__init__(
            file=open_file(sealed_file),
            name=name,
            content_type=content_type,
            size=sealed_file.size,
        )
        self.sealed_file = sealed_file
        self.field_name = field


class SealingUploadHandler(FileUploadHandler):
    """Seals each uploaded file as it comes. More than ``at_most`` bytes in all end the upload.

    After that ``request.FILES`` lacks the file and ``handler.was_too_big`` says why. An upload
    that is broken off leaves nothing that can be read.
    """

    def __init__(self, request: HttpRequest, *, kind: str, at_most: int = AT_MOST) -> None:
        super().__init__(request)
        self.kind = kind
        self.at_most = at_most
        self.was_too_big = False
        self._taken = 0
        self._begun: list[int] = []
        self._writer: SealedWriter | None = None

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        user = getattr(self.request, "user", None)
        self._writer = begin_file(
            kind=self.kind,
            name=self.file_name or "",
            content_type=self.content_type or "application/octet-stream",
            owner=user if user is not None and user.is_authenticated else None,
        )
        self._begun.append(self._writer.file.pk)

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Seal the portion and hand nothing on: no other handler sees the bytes."""
        self._taken += len(raw_data)
        if self._taken > self.at_most:
            self.was_too_big = True
            self._drop()
            raise StopUpload(connection_reset=True)
        self._current().write(raw_data)

    def file_complete(self, file_size: int) -> SealedUpload:
        return SealedUpload(
            self._current().finish(),
            name=self.file_name or "",
            content_type=self.content_type or "application/octet-stream",
            field=self.field_name or "",
        )

    def upload_interrupted(self) -> None:
        self._drop()

    def _current(self) -> SealedWriter:
        if self._writer is None:
            raise RuntimeError("Django announces a file by new_file() before its first bytes.")
        return self._writer

    def _drop(self) -> None:
        """Destroy what this request brought so far."""
        destroy_files(self._begun)
        self._begun = []


def sealed_uploads[View: Callable[..., HttpResponseBase]](
    *, kind: str, at_most: int = AT_MOST
) -> Callable[[View], Callable[..., HttpResponseBase]]:
    """Receive a view's uploads sealed. Outermost but for ``@audience``; CSRF is still checked, inside.

    The middleware's own check would read the body, with Django's handlers, before the view
    could set ours: so the view is exempt outside and protected inside.
    """

    def decorate(view: View) -> Callable[..., HttpResponseBase]:
        protected = csrf_protect(view)

        @csrf_exempt
        @wraps(view)
        def receive(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            request.upload_handlers = [SealingUploadHandler(request, kind=kind, at_most=at_most)]
            return protected(request, *args, **kwargs)

        return receive

    return decorate
