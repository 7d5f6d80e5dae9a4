"""What would hurt is found before anybody gets it."""

import pytest

from mailings.checklist import asked_for_in, remarks_of, spam_words_in, stops_of
from tests.mailings.factories import make_mailing, make_wrapper, write

pytestmark = pytest.mark.django_db


def stops(mailing):
    return [str(one.text) for one in stops_of(mailing)]


def test_a_plain_mailing_is_stopped_by_nothing():
    assert stops(make_mailing()) == []


def test_without_words_in_the_sites_first_language_it_stops():
    mailing = make_mailing(is_written=False)
    write(mailing, language="es", preheader="Hoy")
    assert stops(mailing) == [
        "It is not written in English, which everybody gets whose language it is not written in."
    ]


def test_a_tag_that_nobody_fills_in_and_one_without_a_fallback_stop_it():
    mailing = make_mailing(is_written=False)
    write(
        mailing,
        body=[("text", "<p>Hi {{ given_name }}, {{ <b>region</b> }} {{ address }}{{ days_left }}</p>")],
    )
    assert stops(mailing) == [
        "This is filled in for nobody, and would be read as it stands: {{ region }}",
        "This is filled in for nobody, and would be read as it stands: {{ address }}",
        '“given_name” is empty for some people. Say what they read there: {{ given_name|"friend" }}',
        "It counts the days left, and the mailing has no deadline.",
    ]


def test_a_link_of_ours_that_leads_nowhere_stops_it():
    mailing = make_mailing(is_written=False)
    write(mailing, body=[("text", '<p><a href="/nowhere/">Read on</a></p>')])
    assert stops(mailing) == ["A link leads to no page of ours: “Read on” (http://localhost:8000/nowhere/)"]


def test_a_button_that_leads_nowhere_and_an_action_that_is_gone_stop_it():
    mailing = make_mailing(is_written=False)
    nothing = {"label": "Go", "page": None, "url": ""}
    body = [
        ("button", nothing),
        ("action", {"action": None, "title": "", "words": "", "label": ""}),
        ("heading", "x"),
    ]
    write(mailing, body=body)
    assert stops(mailing) == [
        "A button leads nowhere. Choose a page or write an address.",
        "An action is gone, or none was chosen. Choose one, or take its block out.",
    ]


def test_what_is_longer_than_gmail_shows_stops_it():
    mailing = make_mailing(is_written=False)
    write(mailing, body=[("text", f"<p>{'word ' * 22_000}</p>")])
    assert [text.partition(":")[0] for text in stops(mailing)] == ["It is too long (115 kB)"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Reply and tell us: are you undocumented?", ["are you undocumented"]),
        ("Responde con tu fecha de nacimiento.", ["fecha de nacimiento"]),
        ("We stand with undocumented students. Tell us what you think.", []),
        ("Reply if you can come on Saturday.", []),
    ],
)
def test_to_ask_by_mail_for_what_we_never_ask_for_is_found(text, found):
    assert asked_for_in(text) == found


def test_words_of_advertising_are_found_in_their_language():
    assert spam_words_in("Click here, it is guaranteed", "en") == ["click here", "guaranteed"]
    assert spam_words_in("Haz clic aquí: es gratis", "es") == ["gratis", "haz clic aquí"]
    assert spam_words_in("Haz clic aquí", "en") == []


def test_warnings_stand_after_stops_and_say_where():
    mailing = make_mailing(is_written=False)
    write(mailing, subject="")
    assert [(one.is_stop, one.where) for one in remarks_of(mailing)][:2] == [(True, "English"), (False, "")]


def test_colours_that_are_too_alike_are_told():
    pale = make_wrapper(background="#ffffff", text_colour="#cccccc")
    said = "The colours of its wrapper are too alike: some people cannot read it."
    assert said in [str(one.text) for one in remarks_of(make_mailing(wrapper=pale))]
    assert said not in [str(one.text) for one in remarks_of(make_mailing(wrapper=make_wrapper()))]
