"""The local outbox page."""

import pytest

from tests.outbox.factories import post


@pytest.fixture
def mail_files(settings, tmp_path):
    files = {
        "BACKEND": "django.core.mail.backends.filebased.EmailBackend",
        "OPTIONS": {"file_path": tmp_path},
    }
    settings.MAILERS = {"default": files, "bulk": files}
    settings.MAIL_FILES = tmp_path
    settings.DEBUG = True
    return tmp_path


def test_it_shows_the_newest_mail_first_with_links_and_its_html_in_a_frame(
    client, run_drain, mail_files, letter_templates
):
    for place, kind in enumerate(("tests.answer", "tests.welcome", "tests.welcome_news")):
        post(f"ada{place}@example.org", kind=kind)
    run_drain()

    response = client.get("/outbox/")
    page = response.content.decode()
    assert response.status_code == 200
    assert page.index("An answer") > 0
    assert {f"ada{place}@example.org" in page for place in range(3)} == {True}
    assert 'href="http://localhost:8000/do/confirm/t/"' in page
    assert "<b>Ada" not in page
    assert page.count("<iframe") == 2
    assert "<script" not in page.replace("<script src", "")
    assert "style=" not in page
    assert "frame-src 'self'" in response.headers["Content-Security-Policy"]

    frames = [mail.key for mail in response.context["mails"] if mail.html]
    shown = client.get(f"/outbox/{frames[0]}/")
    assert shown.status_code == 200
    assert '<base target="_top">' in shown.content.decode()
    policy = shown.headers["Content-Security-Policy"]
    assert ("default-src 'none'" in policy, "script-src" in policy) == (True, False)


def test_it_speaks_spanish(client, db, mail_files):
    page = client.get("/outbox/", headers={"accept-language": "es"}).content.decode()
    assert "Este sitio está en desarrollo" in page
    assert "Todavía no hay nada" in page


@pytest.mark.parametrize("key", ["none-0", "settings-0", "etc"])
def test_an_unknown_mail_is_not_found(client, db, mail_files, key):
    assert client.get(f"/outbox/{key}/").status_code == 404


def test_outside_of_development_there_is_no_such_page(client, db, mail_files, settings):
    settings.DEBUG = False
    assert client.get("/outbox/").status_code == 404
    assert client.get("/outbox/x-0/").status_code == 404


def test_it_only_reads(client, db, mail_files):
    assert client.post("/outbox/").status_code == 405
