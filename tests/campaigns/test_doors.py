"""Whatever is sent to a form's address, the answer is a clear page and nothing typed is lost."""

import re
from html import unescape

import pytest
from django.db import OperationalError
from django.test import Client
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from campaigns.forms import ActionForm
from campaigns.models import Target
from privacy.exceptions import KeystoreMissing
from tests.campaigns.factories import make_target
from tests.campaigns.test_gate import loaded  # noqa: F401  (a fixture)

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.campaigns.urls")]

GOOD = {"given_name": "Ana", "email": "ana@example.org", "news": "no"}
HERE = {"sec-fetch-site": "same-origin"}
TEMPLATE = """{% load countersign_forms %}<form method="post" action="{{ action_url }}">
{% include "countersign/form/errors.html" %}{% include "countersign/form/person.html" %}
{% include "countersign/form/consents.html" %}{% form_guard form %}</form>"""


@pytest.fixture(autouse=True)
def form_template(settings):
    """The template of the tests' own kind, before all others."""
    engine = dict(settings.TEMPLATES[0])
    options = {key: value for key, value in engine["OPTIONS"].items() if key != "loaders"}
    options["loaders"] = [
        ("django.template.loaders.locmem.Loader", {"tests/campaign_form.html": TEMPLATE}),
        "django.template.loaders.filesystem.Loader",
        "django.template.loaders.app_directories.Loader",
    ]
    settings.TEMPLATES = [{**engine, "APP_DIRS": False, "OPTIONS": options}]


@pytest.fixture
def url():
    return f"/do/form/{make_target().public_id}/"


def post(url, data=None, **kwargs):
    client = Client(enforce_csrf_checks=True)
    return client.post(url, GOOD if data is None else data, headers=kwargs.pop("headers", HERE), **kwargs)


def text(response):
    return unescape(response.content.decode())


def test_a_good_form_is_answered_with_303_and_no_cookie(url):
    response = post(url)
    assert (response.status_code, response["Location"]) == (303, "/thanks/")
    assert response.cookies == {}
    assert "no-store" in response["Cache-Control"]


@pytest.mark.parametrize("method", ["get", "head", "put", "delete", "patch", "options"])
def test_any_other_method_is_405_and_says_what_to_do(url, method):
    response = getattr(Client(), method)(url)
    assert (response.status_code, response["Allow"]) == (405, "POST")


def test_a_form_of_a_foreign_page_is_403_with_a_clear_sentence(url):
    response = post(url, headers={"sec-fetch-site": "cross-site", "origin": "https://evil.example"})
    assert response.status_code == 403
    assert "This form came from another site" in text(response)


def test_a_million_bytes_are_413_with_a_clear_sentence(url):
    response = post(url, {**GOOD, "given_name": "x" * 1_000_000})
    assert response.status_code == 413
    assert "That was too much" in text(response)


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (b"&".join(b"a%d=1" % number for number in range(3000)), "application/x-www-form-urlencoded"),
        (b"not multipart", "multipart/form-data"),
        (b"--x\r\nbroken", "multipart/form-data; boundary=" + "x" * 300),
        (b"a=b", "application/x-www-form-urlencoded; charset=utf-7"),
    ],
)
def test_what_cannot_be_read_is_400_with_a_clear_sentence(url, body, content_type):
    response = Client().post(url, body, content_type=content_type, headers=HERE)
    assert response.status_code == 400
    assert "We could not read that" in text(response)


@pytest.mark.parametrize("content_type", ["application/json", "text/plain", "nonsense"])
def test_another_type_of_body_is_an_empty_form(url, content_type):
    response = Client().post(url, b'{"email": 1}', content_type=content_type, headers=HERE)
    assert response.status_code == 422


def test_errors_stand_beside_their_fields_and_what_was_typed_is_kept(url):
    response = post(url, {"given_name": "Ana <b>", "email": "nowhere", "family_name": "Ñ\u202e"})
    page = response.content.decode()
    assert response.status_code == 422
    assert 'value="Ana &lt;b&gt;"' in page
    assert 'value="nowhere"' in page
    assert 'aria-describedby="target-email-error target-email-help"' in page
    assert 'id="target-email-error"' in page
    assert "This is not an e-mail address" in page
    assert re.search(r'role="alert" tabindex="-1" autofocus', page)
    assert '<a href="#target-news_0">' in page
    assert 'id="target-news_0"' in page
    assert "checked" not in page


def test_the_page_with_errors_speaks_the_language_of_the_form(url):
    response = post(url, {"lang": "es"})
    assert 'lang="es"' in text(response)
    assert "Escribe tu nombre" in text(response)


anything = st.text(alphabet=st.characters(), max_size=400)


@hypothesis_settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    st.dictionaries(
        st.sampled_from(
            [
                *GOOD,
                "family_name",
                "postal_code",
                "country",
                "partners",
                "page",
                "wording",
                "stamp",
                "proof",
                "step",
                "lang",
                "embed",
            ]
        ),
        anything,
    )
)
def test_no_input_whatever_is_an_error_of_ours(url, data):
    sent = {name: value.encode("utf-8", "replace").decode() for name, value in data.items()}
    assert post(url, {**GOOD, **sent}).status_code in {303, 422}


@given(given=anything, email=anything, news=anything)
def test_the_form_accepts_only_clean_and_short_answers(given, email, news):
    form = ActionForm({"given_name": given, "email": email, "news": news})
    if form.is_valid():
        assert 1 <= len(form.cleaned_data["given_name"]) <= 100
        assert form.cleaned_data["news"] in {"campaign", "only_this", "no"}
        assert "\x00" not in form.cleaned_data["given_name"] + form.cleaned_data["email"]


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("given_name", "", "Write your first name"),
        ("given_name", "\u202e\x00 ", "Write your first name"),
        ("given_name", "x" * 101, "too long"),
        ("family_name", "x" * 101, "too long"),
        ("postal_code", "1" * 21, "too long"),
        ("email", "x" * 250 + "@example.org", "too long"),
        ("email", "a@b@c", "not an e-mail address"),
        ("news", "yes", "Choose whether"),
        ("news", "", "Choose whether"),
    ],
)
def test_each_wrong_answer_gets_its_sentence(field, value, sentence):
    form = ActionForm({**GOOD, field: value})
    assert list(form.errors) == [field]
    assert sentence in str(form.errors[field])


def test_nothing_is_preset_and_only_three_answers_are_required():
    form = ActionForm()
    assert [name for name, field in form.fields.items() if field.required] == ["given_name", "email", "news"]
    assert [field.value() for field in form if field.value()] == []


def test_the_country_is_asked_only_among_several():
    assert "country" not in ActionForm(countries=["US"]).fields
    assert ActionForm(countries=["US", "MX"]).fields["country"].choices == [
        ("US", "United States"),
        ("MX", "Mexico"),
    ]


def test_under_load_one_more_step_keeps_everything_that_was_typed(url, loaded):  # noqa: F811
    typed = {**GOOD, "family_name": "O'Neil <x>", "partners": ["a", "b"], "reply_by": "soon", "stamp": ""}
    response = post(url, typed)
    page = response.content.decode()
    assert response.status_code == 429
    assert "no-store" in response["Cache-Control"]
    carried = [
        (name, unescape(value))
        for name, value in re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', page)
    ]
    # No stamp: nobody types on that page, and a quick press would have the form wait for staff.
    assert [pair for pair in carried if pair[0] not in {"step", "proof"}] == [
        ("given_name", "Ana"),
        ("email", "ana@example.org"),
        ("news", "no"),
        ("family_name", "O'Neil <x>"),
        ("partners", "a"),
        ("partners", "b"),
        ("reply_by", "soon"),
    ]


def locked(*args, **kwargs):
    raise OperationalError("database is locked: INSERT ana@example.org")


def test_a_locked_database_is_503_and_keeps_what_was_typed(url, monkeypatch, caplog):
    monkeypatch.setattr(Target.objects, "get", locked)
    response = post(url, {**GOOD, "family_name": '"><script>'})
    page = response.content.decode()
    assert (response.status_code, response["Retry-After"]) == (503, "15")
    assert f'<form method="post" action="{url}">' in page
    assert '<input type="hidden" name="email" value="ana@example.org">' in page
    assert "<script>" not in page
    assert "ana@example.org" not in caplog.text
    assert url not in caplog.text
    assert "OperationalError" in caplog.text


def test_a_missing_keystore_is_503_too(url, monkeypatch):
    def missing(*args, **kwargs):
        raise KeystoreMissing

    monkeypatch.setattr(Target.objects, "get", missing)
    assert post(url).status_code == 503


def test_a_locked_database_carries_nothing_that_staff_typed(monkeypatch, admin_client):
    monkeypatch.setattr(Target.objects, "first", locked)
    response = admin_client.post("/staff/", {"password": "hunter2"})
    assert response.status_code == 503
    assert b"hunter2" not in response.content


def test_the_503_page_is_drawn_without_a_single_query(url, monkeypatch, django_assert_num_queries):
    monkeypatch.setattr(Target.objects, "get", locked)
    with django_assert_num_queries(0):
        assert post(url).status_code == 503


def test_the_challenge_is_never_stored_and_asks_no_work_without_load():
    response = Client().get("/do/challenge/")
    assert "no-store" in response["Cache-Control"]
    assert set(response.json()) == {"stamp", "challenge"}
    assert response.json()["challenge"] is None
    assert Client().get("/do/challenge/?work=1").json()["challenge"]["parameters"]["keyPrefix"] == "0000"
    assert Client().post("/do/challenge/").status_code == 405


@pytest.mark.parametrize(("language", "heading"), [("en", "House rules"), ("es", "Reglas de la casa")])
def test_the_house_rules_are_there_in_both_languages(language, heading):
    response = Client().get(f"/do/house-rules/?lang={language}")
    assert response.status_code == 200
    assert f"<h1>{heading}</h1>" in text(response)
    assert response["Cache-Control"] == "public, max-age=0, must-revalidate"
    assert response.cookies == {}
