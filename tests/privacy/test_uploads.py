import os
import tempfile
from uuid import uuid4

import pytest
import time_machine
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart
from django.urls import path

from privacy import files
from privacy.audiences import Audience, audience
from privacy.links import Purpose, make_link_token
from privacy.models import AccessLog, SealedChunk, SealedFile
from privacy.uploads import SealingUploadHandler, sealed_uploads

DATA = os.urandom(3 * 1024 * 1024)
seen: dict[str, bytes] = {}


@audience(Audience.STAFF)
@sealed_uploads(kind="test", at_most=4 * 1024 * 1024)
def receive(request: HttpRequest) -> HttpResponse:
    upload = request.FILES.get("people")
    if upload is None:
        (handler,) = request.upload_handlers
        return HttpResponse("too big" if handler.was_too_big else "nothing", status=422)
    seen["data"] = upload.read()
    seen["word"] = request.POST["word"].encode()
    return HttpResponse(str(upload.sealed_file.public_id))


def refused(request: HttpRequest, reason: str) -> HttpResponse:
    return HttpResponse(status=403)


urlpatterns = [path("receive/", receive)]


@pytest.fixture
def receiving(settings, db):
    settings.ROOT_URLCONF = "tests.privacy.test_uploads"
    settings.MIDDLEWARE = ["django.middleware.csrf.CsrfViewMiddleware"]
    # The page of the site that says so leads to pages of the site.
    settings.CSRF_FAILURE_VIEW = "tests.privacy.test_uploads.refused"
    seen.clear()


def post(client: Client, data: bytes):
    upload = SimpleUploadedFile("canary-name.csv", data, content_type="text/csv")
    return client.post("/receive/", {"word": "hello", "people": upload})


def test_an_upload_arrives_whole_and_lies_sealed(receiving):
    response = post(Client(), DATA)

    file = SealedFile.objects.get(public_id=response.content.decode())
    assert (seen["data"], seen["word"]) == (DATA, b"hello")
    assert b"".join(files.read_file(file)) == DATA
    assert file.unseal().name == "canary-name.csv"


def test_nothing_of_an_upload_touches_a_disk(receiving, monkeypatch):
    def refuse(*args, **kwargs):
        raise AssertionError("a temporary file was opened")

    for name in ("NamedTemporaryFile", "TemporaryFile", "SpooledTemporaryFile", "mkstemp"):
        monkeypatch.setattr(tempfile, name, refuse)
    monkeypatch.setattr("django.core.files.temp.NamedTemporaryFile", refuse)
    monkeypatch.setattr("django.core.files.uploadedfile.tempfile.NamedTemporaryFile", refuse)

    assert post(Client(), DATA).status_code == 200


def test_an_upload_without_a_csrf_token_is_refused_before_anything_is_kept(receiving):
    assert post(Client(enforce_csrf_checks=True), b"x").status_code == 403


def test_too_many_bytes_end_the_upload_and_leave_nothing(receiving):
    response = post(Client(), DATA + DATA)

    assert (response.status_code, response.content) == (422, b"too big")
    assert (SealedFile.objects.count(), SealedChunk.objects.count()) == (0, 0)


def test_an_upload_that_breaks_off_leaves_nothing_that_can_be_read(receiving):
    body = encode_multipart(BOUNDARY, {"people": SimpleUploadedFile("a.csv", DATA)})

    class Breaking:
        def __init__(self) -> None:
            self.left = body[: len(body) // 2]

        def read(self, size: int = -1) -> bytes:
            if not self.left:
                raise OSError("the client went away")
            part, self.left = self.left[:size], self.left[size:]
            return part

    request = RequestFactory().generic("POST", "/", b"x", content_type=MULTIPART_CONTENT)
    request.META["CONTENT_LENGTH"] = str(len(body))
    request._stream = Breaking()
    request.upload_handlers = [SealingUploadHandler(request, kind="test")]
    with pytest.raises(OSError, match="went away"):
        len(request.FILES)

    assert SealedFile.objects.filter(size__isnull=False).count() == 0


@pytest.fixture
def sealed(db) -> SealedFile:
    with files.write_file(
        kind="petitions.delivery", name="firmas ñ.xlsx", content_type="application/x"
    ) as out:
        out.write(DATA[:1000])
    return out.file


def link(file: SealedFile) -> str:
    return f"/do/files/{make_link_token(Purpose.DOWNLOAD, file.public_id)}/"


def test_opening_a_download_link_shows_a_button_and_pressing_it_gives_the_file(client, sealed):
    shown = client.get(link(sealed))
    pressed = client.post(link(sealed))

    assert (shown.status_code, shown["Cache-Control"]) == (200, "no-store")
    assert b"<button" in shown.content
    assert b"".join(pressed.streaming_content) == DATA[:1000]
    assert pressed["Cache-Control"] == "no-store"
    assert pressed["Content-Disposition"] == "attachment; filename*=utf-8''firmas%20%C3%B1.xlsx"
    assert shown.cookies == {}


def test_a_link_for_anything_else_or_altered_is_404(client, sealed):
    other = make_link_token(Purpose.CONFIRM, sealed.public_id)

    assert client.get(f"/do/files/{other}/").status_code == 404
    assert client.get(f"/do/files/{link(sealed)[10:-3]}x/").status_code == 404


def test_an_expired_link_or_a_destroyed_file_is_410(client, sealed):
    address = link(sealed)
    with time_machine.travel("2090-01-01T00:00Z"):
        assert client.get(address).status_code == 410
    files.destroy_files([sealed.pk])
    assert client.get(address).status_code == 410
    assert client.post(f"/do/files/{make_link_token(Purpose.DOWNLOAD, uuid4())}/").status_code == 410


@pytest.fixture
def steward(db, client):
    user = get_user_model().objects.create(username="steward")
    user.groups.add(Group.objects.get_or_create(name="Data stewards")[0])
    user.user_permissions.add(Permission.objects.get(codename="access_admin"))
    client.force_login(user)
    return user


def test_a_steward_says_why_and_the_download_is_logged(client, steward, sealed):
    address = f"/admin/privacy/files/{sealed.public_id}/"
    assert client.get(address).status_code == 200
    assert client.post(address, {"reason": "curious"}).status_code == 422
    assert AccessLog.objects.count() == 0

    assert b"".join(client.post(address, {"reason": "deliver"}).streaming_content) == DATA[:1000]
    entry = AccessLog.objects.get()
    assert (entry.user_id, entry.deed, entry.kinds, entry.count, entry.reason) == (
        steward.pk,
        "downloaded",
        ["petitions.delivery"],
        1,
        "deliver",
    )


def test_other_staff_do_not_get_the_file(client, steward, sealed):
    steward.groups.clear()

    assert client.get(f"/admin/privacy/files/{sealed.public_id}/").status_code in {302, 403}
    assert client.post(f"/admin/privacy/files/{sealed.public_id}/", {"reason": "deliver"}).status_code in {
        302,
        403,
    }
    assert AccessLog.objects.count() == 0
