import io

import pytest
from django.core.management import call_command
from django.utils.translation import override

from privacy import inventory, retention, what_we_hold
from privacy.inventory import Field, Sensitivity, Why


def faults() -> list[tuple[str, str]]:
    return [(fault.id, fault.msg) for fault in inventory.check_inventory(None)]


def test_every_field_of_every_model_of_ours_is_declared():
    assert faults() == []


def test_a_field_nobody_declared_is_an_error_that_says_what_to_write(monkeypatch):
    monkeypatch.delitem(inventory._declared["countersign_privacy.limit"], "count")

    (fault,) = inventory.check_inventory(None)
    assert (fault.id, fault.msg) == (
        "countersign.E010",
        "The field countersign_privacy.Limit.count is not in the data inventory.",
    )
    assert 'declare("countersign_privacy.Limit", count=Field(' in fault.hint


def test_a_declaration_without_its_field_or_model_is_an_error(monkeypatch):
    field = Field(Sensitivity.PUBLIC, Why.RUN, "for ever")
    monkeypatch.setitem(inventory._declared["countersign_privacy.limit"], "colour", field)
    monkeypatch.setitem(inventory._declared, "countersign_privacy.nothing", {"x": field})

    assert faults() == [
        ("countersign.E011", "The inventory declares countersign_privacy.Limit.colour, which is no field."),
        ("countersign.E011", "The inventory declares countersign_privacy.nothing, which is no model."),
    ]


def test_only_our_apps_are_asked():
    assert [inventory.is_ours(label) for label in ("auth", "wagtailcore", "events")] == [False] * 3
    assert [inventory.is_ours(label) for label in ("countersign_events", "site_pages")] == [True] * 2


def test_nothing_secret_or_dangerous_is_declared_without_what_removes_it():
    without = [
        f"{held.model._meta.label}.{held.name}"
        for held in inventory.held_fields()
        if held.field.sensitivity in {Sensitivity.DANGEROUS, Sensitivity.CONTACT} and not held.field.eraser
    ]

    assert without == []


@pytest.mark.parametrize("language", ["en", "es"])
def test_the_page_is_public_cacheable_sets_no_cookie_and_names_every_group(client, db, language):
    response = client.get("/do/what-we-hold/", headers={"accept-language": language})

    assert response.status_code == 200
    assert "max-age=" in response["Cache-Control"]
    assert "public" in response["Cache-Control"]
    assert response.cookies == {}
    text = response.content.decode()
    with override(language):
        headings = [str(group.why.label) for group in what_we_hold.groups()]
        terms = [term.says for term in what_we_hold.terms()]
    assert [heading for heading in headings if heading not in text] == []
    assert [says for says in terms if says.replace("'", "&#x27;") not in text] == []


@pytest.mark.parametrize(
    ("asked", "heading"), [("es", "Qué guardamos"), ("en", "What we hold"), ("xx", "What we hold")]
)
def test_the_language_that_a_link_asks_for_wins_over_the_browsers(client, db, asked, heading):
    browser = "es" if asked == "en" else "en"
    response = client.get(f"/do/what-we-hold/?lang={asked}", headers={"accept-language": browser})

    assert f"<h1>{heading}</h1>" in response.content.decode()


def test_the_spanish_page_has_no_english_line(client, db):
    with override("en"):
        english = {
            line.says for group in what_we_hold.groups() for line in [*group.about_you, *group.technical]
        }
    with override("es"):
        spanish = {
            line.says for group in what_we_hold.groups() for line in [*group.about_you, *group.technical]
        }

    assert english & spanish == set()


def test_a_retention_made_longer_by_law_is_shown(settings):
    settings.COUNTERSIGN = {**settings.COUNTERSIGN, "RETENTION_LONGER": {"privacy.access_log": 400}}

    with override("en"):
        (term,) = [term for term in what_we_hold.terms() if term.by_law]
        assert (term.says, term.until) == (str(retention.find_rule("privacy.access_log").says), "400 days")
        assert what_we_hold.until_of("privacy.access_log") == "400 days"


def test_a_term_of_years_is_told_in_years(settings):
    with override("es"):
        for days, said in {
            2557: "7 años",
            731: "2 años",
            366: "1 año",
            400: "400 días",
            180: "180 días",
        }.items():
            longer = {"privacy.access_log": days}
            settings.COUNTERSIGN = {**settings.COUNTERSIGN, "RETENTION_LONGER": longer}
            assert what_we_hold.until_of("privacy.access_log") == said


def test_the_impact_assessment_lists_every_field():
    said = io.StringIO()
    call_command("dpia", "--language=en", stdout=said)
    lines = said.getvalue()

    assert lines.startswith("# What this installation holds")
    missing = [held.name for held in inventory.held_fields() if f"| `{held.name}` |" not in lines]
    assert missing == []
