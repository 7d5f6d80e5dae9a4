"""Importing institutions in the admin: the check, the one button, who may, and what is left behind."""

import pytest
from django.contrib.auth.models import Group, User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from wagtail.users.models import UserProfile

from campaigns import institution_file
from campaigns.models import Institution
from campaigns.roles import top_up_groups
from campaigns.services import institutions
from privacy.models import SealedChunk, SealedFile
from privacy.roles import Role

pytestmark = pytest.mark.django_db

HEADING = "name,city,region,country,mail domains\n"
TWO = f"{HEADING}Example State,Springfield,IL,US,example.edu\nUniversidad Ñ,San Juan,PR,US,\n"


def member(name: str, *roles: str) -> User:
    top_up_groups()
    user = User.objects.create_user(name, password="x")
    user.groups.set(Group.objects.filter(name__in=roles))
    return user


@pytest.fixture
def organizer(client):
    client.force_login(member("ana", Role.ORGANIZERS))
    return client


def choose(client, data: str | bytes, name: str = "institutions.csv"):
    """Choose a file on the first page and press its button."""
    content = data.encode() if isinstance(data, str) else data
    return client.post(reverse("institution:import"), {"file": SimpleUploadedFile(name, content)})


def rows() -> list[tuple]:
    columns = ("name", "locality", "region", "country", "mail_domains")
    return list(Institution.objects.order_by("name").values_list(*columns))


def said(response) -> str:
    return response.content.decode()


def told(response) -> list[str]:
    return [str(message).strip() for message in response.context["messages"]]


def left() -> tuple[int, int]:
    return SealedFile.objects.count(), SealedChunk.objects.count()


# --- the way through -------------------------------------------------------------------------------


def test_a_file_is_checked_then_imported_by_the_second_button(organizer):
    checked = choose(organizer, TWO)
    assert (checked.status_code, rows()) == (302, [])

    review = organizer.get(checked.url)
    plan = review.context["plan"]
    assert (len(plan.new), len(plan.updates), plan.unchanged, review.context["checked"].bad) == (2, 0, 0, [])

    done = organizer.post(checked.url, follow=True)
    assert done.redirect_chain == [(reverse("institution:index"), 302)]
    assert told(done) == ["2 institutions were added."]
    assert rows() == [
        ("Example State", "Springfield", "IL", "US", ["example.edu"]),
        ("Universidad Ñ", "San Juan", "PR", "US", []),
    ]
    assert left() == (0, 0)


def test_looking_at_what_would_be_imported_imports_nothing(organizer):
    url = choose(organizer, TWO).url
    for _ in range(3):
        assert organizer.get(url).status_code == 200
    assert rows() == []


def test_importing_twice_changes_nothing(organizer):
    organizer.post(choose(organizer, TWO).url)
    before = list(Institution.objects.order_by("pk").values())

    again = choose(organizer, TWO)
    assert again.status_code == 200
    assert "There is nothing to import." in said(again)
    assert list(Institution.objects.order_by("pk").values()) == before
    assert left() == (0, 0)


def test_a_known_institution_gains_domains_and_loses_none(organizer):
    Institution.objects.create(
        name="EXAMPLE state", locality="Springfield", region="IL", country="US", mail_domains=["old.edu"]
    )
    url = choose(organizer, TWO).url
    plan = organizer.get(url).context["plan"]
    assert (len(plan.new), len(plan.updates)) == (1, 1)

    assert told(organizer.post(url, follow=True)) == ["1 institution was added. 1 got new mail domains."]
    assert rows()[0] == ("EXAMPLE state", "Springfield", "IL", "US", ["old.edu", "example.edu"])


def test_a_new_one_with_a_known_name_elsewhere_is_pointed_out(organizer):
    Institution.objects.create(name="example state", locality="Shelbyville", region="IL", country="US")
    review = organizer.get(choose(organizer, TWO).url)

    [namesake] = review.context["plan"].namesakes
    assert (namesake.row.line, namesake.other_place) == (2, "Shelbyville, IL, US")


def test_a_second_press_says_that_the_file_is_gone(organizer):
    url = choose(organizer, TWO).url
    organizer.post(url, follow=True)
    again = organizer.post(url, follow=True)

    assert again.redirect_chain == [(reverse("institution:import"), 302)]
    assert told(again) == [
        "This file is not here any more: it was imported, or a day has passed. Choose it again."
    ]
    assert len(rows()) == 2


# --- what is refused -------------------------------------------------------------------------------


def test_one_bad_row_stops_all_and_is_named_with_what_to_do(organizer):
    page = choose(organizer, f"{TWO}=cmd(),Nowhere,IL,US,\n")

    [row] = page.context["checked"].bad
    assert (row.line, [fault.what for fault in row.faults]) == (4, ["“=cmd()” begins like a formula."])
    assert "Nothing can be imported yet: 1 row has to be put right." in said(page)
    assert (rows(), left()) == ([], (0, 0))


def test_the_first_200_bad_rows_are_shown_and_the_rest_is_counted(organizer):
    page = said(choose(organizer, HEADING + ",Springfield,IL,US,\n" * 1500))

    assert page.count("The name is empty.") == 200
    assert "The first 200 of 1,500 are shown." in page
    assert "1,500 rows have to be put right" in page


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "This file is empty."),
        (b"PK\x03\x04 a workbook", "This is a workbook"),
        (b"\x89PNG\r\n\x1a\n", "This is a picture or a film"),
        (b"A university,Somewhere,CA\n", "The first line does not name the columns."),
    ],
)
def test_a_file_that_is_no_list_is_answered_with_a_sentence_and_not_kept(organizer, data, sentence):
    page = choose(organizer, data)

    assert page.status_code == 422
    assert page.context["form"].errors["file"][0].startswith(sentence)
    assert left() == (0, 0)


def test_no_file_at_all_is_answered_beside_the_field(organizer):
    page = organizer.post(reverse("institution:import"))
    assert (page.status_code, page.context["form"].errors["file"]) == (422, ["This field is required."])


@pytest.mark.parametrize("most", [100, 51 * 1024 * 1024], ids=["ours", "of all uploads"])
def test_a_file_that_is_too_large_is_answered_with_a_sentence(organizer, monkeypatch, most):
    monkeypatch.setattr("campaigns.admin_views.institution_import.ImportView.largest_file", 100)
    page = choose(organizer, b"x" * (most + 1))

    assert page.status_code == 422
    assert page.context["form"].errors["file"][0].startswith("This file is larger than 10 MB")
    assert left() == (0, 0)


def test_a_colleague_who_was_faster_is_told_and_the_file_stays(organizer, monkeypatch):
    url = choose(organizer, TWO).url

    def faster(rows):
        """The plan of somebody who read the table before the colleague's rows were there."""
        plan = plan_import(rows)
        Institution.objects.create(name="Example State", locality="Springfield", region="IL", country="US")
        return plan

    plan_import = institutions.plan_import
    monkeypatch.setattr(institutions, "plan_import", faster)
    answer = organizer.post(url, follow=True)

    assert answer.redirect_chain == [(url, 302)]
    assert told(answer)[0].startswith("Somebody changed the institutions at the same moment.")
    # The colleague of this test wrote in our own transaction, so his row is rolled back too.
    assert rows() == []

    monkeypatch.undo()
    assert organizer.post(url).url == reverse("institution:index")
    assert len(rows()) == 2


# --- who may ---------------------------------------------------------------------------------------

MAY = {Role.ORGANIZERS, Role.ADMINISTRATORS}


@pytest.mark.parametrize("role", [*Role])
def test_organizers_and_administrators_import_and_nobody_else(client, role):
    uploaded = SealedFile.objects.create(kind="campaigns.institutions", expires_at="2100-01-01T00:00Z")
    client.force_login(member("one", role))
    addresses = [reverse("institution:import"), reverse("institution:import_example")]
    answers = [client.get(url).status_code for url in addresses]
    review = client.get(reverse("institution:import_review", args=[uploaded.public_id])).status_code

    assert (answers, review) == (([200, 200], 302) if role in MAY else ([403, 403], 403))
    assert choose(client, TWO).status_code == (302 if role in MAY else 403)


def test_a_stranger_is_sent_to_the_login_and_nothing_is_taken_in(client):
    answer = choose(client, TWO)
    assert answer.url.startswith("/admin/login/")
    assert left() == (0, 0)


def test_a_foreign_file_looks_like_a_missing_one(client, organizer):
    url = choose(organizer, TWO).url
    client.force_login(member("eva", Role.ADMINISTRATORS))

    assert client.get(url).url == client.post(url).url == reverse("institution:import")
    assert rows() == []


def test_an_organizer_without_the_right_is_refused_before_the_file_is_taken_in(client, organizer):
    group = Group.objects.get(name=Role.ORGANIZERS)
    group.permissions.remove(*group.permissions.filter(codename="add_institution"))

    assert choose(organizer, TWO).url == reverse("wagtailadmin_home")
    assert left() == (0, 0)


@pytest.mark.parametrize(("role", "shown"), [(Role.ORGANIZERS, 1), (Role.EDITORS, 0)])
def test_the_listing_has_the_button_for_those_whom_it_is_for(client, role, shown):
    client.force_login(member("one", role))
    page = said(client.get(reverse("institution:index")))
    assert page.count(f'href="{reverse("institution:import")}"') == shown


# --- the example -----------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["en", "es"])
def test_the_example_file_can_itself_be_imported(organizer, language):
    UserProfile.objects.create(user=User.objects.get(), preferred_language=language)
    example = organizer.get(reverse("institution:import_example"))
    read = institution_file.read_institutions(example.content, default_country="US")

    assert (len(read.rows), read.bad, read.missing, read.table.columns.ignored) == (3, [], [], ())
