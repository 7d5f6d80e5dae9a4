"""The organization's own questions, and tags: defined by staff, written beside one person, sealed."""

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.urls import reverse
from django.utils.translation import override

from privacy.actors import Actor
from privacy.localized import LocalizedText
from supporters.enums import FieldKind
from supporters.held import Held
from supporters.models import CustomField, Supporter
from supporters.services import unmask_supporter
from supporters.services.labels import put_tag, take_tag, write_answers
from tests.supporters.factories import CustomFieldFactory, TagFactory, admit
from tests.supporters.segments import staff_user

pytestmark = pytest.mark.django_db
SYSTEM = Actor.system()


@pytest.fixture
def supporter():
    return admit("maria@example.org", given_name="María", custom={"skill": "Welding"})


@pytest.fixture
def mailer(staff):
    return staff("Mailers")


def at(name, supporter, *more):
    return reverse(f"supporter:{name}", args=[supporter.public_id, *more])


def custom_of(supporter) -> dict:
    return Supporter.objects.get(pk=supporter.pk).unseal().custom


def new_field(client, **said):
    typed = {
        "key": "can_translate",
        "label_en": "Can translate",
        "label_es": "Puede traducir",
        "kind": "text",
    }
    return client.post(reverse("customfield:add"), {**typed, "choices": "", **said})


def test_staff_define_a_question_with_its_choices(mailer):
    done = new_field(mailer, kind="choice", choices="Yes, a lot\n Yes, a lot \n\nA little")

    assert done.status_code == 302, done.context["form"].errors
    field = CustomField.objects.get()
    assert (field.key, field.label["es"], field.kind) == ("can_translate", "Puede traducir", "choice")
    assert field.choices == ["Yes, a lot", "A little"]


@pytest.mark.parametrize(
    "said",
    [
        {"key": "visa_type"},
        {"label_en": "Is undocumented"},
        {"label_es": "Estatus migratorio"},
        {"kind": "choice", "choices": "DACA\nNone"},
        {"kind": "choice", "choices": ""},
        {"kind": "choice", "choices": "Yes"},
        {"key": "Can translate"},
        {"key": "email"},
    ],
)
def test_a_question_about_papers_or_without_sense_is_refused(mailer, said):
    page = new_field(mailer, **said)

    assert (page.status_code, CustomField.objects.count()) == (200, 0)
    [wrong] = page.context["form"].errors
    assert wrong == list(said)[-1].partition("_")[0]


def test_key_and_kind_never_change_once_they_are_saved(mailer):
    field = CustomFieldFactory(key="skill")
    typed = {"key": "other", "label_en": "Skills", "label_es": "", "kind": "number", "choices": ""}
    mailer.post(reverse("customfield:edit", args=[field.pk]), typed)

    field.refresh_from_db()
    assert (field.key, field.kind, field.label["en"]) == ("skill", "text", "Skills")


@pytest.mark.parametrize(("role", "may"), [("Mailers", True), ("Data stewards", True), ("Organizers", False)])
def test_mailers_and_stewards_define_questions_and_nobody_deletes_one(staff, role, may):
    field = CustomFieldFactory()
    client = staff(role)
    done = [client.get(reverse("customfield:add")).status_code == 200]
    done.append(client.get(reverse("customfield:delete", args=[field.pk])).status_code == 200)

    assert done == [may, False]


def test_answers_are_written_sealed_and_what_is_not_named_stays(supporter):
    kinds = {"drives": FieldKind.YES_NO, "size": FieldKind.NUMBER, "word": FieldKind.TEXT}
    drives, size, word = (CustomFieldFactory(key=key, kind=kind) for key, kind in kinds.items())
    write_answers(supporter=supporter, answers={drives: False, size: 2.5, word: "Xylograph"}, actor=SYSTEM)

    assert custom_of(supporter) == {"skill": "Welding", "drives": False, "size": 2.5, "word": "Xylograph"}
    write_answers(supporter=supporter, answers={word: None}, actor=SYSTEM)
    assert custom_of(supporter) == {"skill": "Welding", "drives": False, "size": 2.5}
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM countersign_supporters_supporter")
        assert "Xylograph" not in str(cursor.fetchall())


def test_an_answer_about_papers_is_refused_and_nothing_is_written(supporter):
    field = CustomFieldFactory()
    with pytest.raises(ValidationError):
        write_answers(supporter=supporter, answers={field: "has DACA"}, actor=SYSTEM)

    assert custom_of(supporter) == {"skill": "Welding"}


def test_the_form_shows_no_answer_replaces_what_is_filled_in_and_empties_what_is_ticked(mailer, supporter):
    for key, kind in {"skill": "text", "drives": "yes_no", "kids": "number"}.items():
        CustomFieldFactory(key=key, kind=kind)
    page = mailer.get(at("answers", supporter))
    assert ("Welding" in page.text, "something is written" in page.text) == (False, True)

    done = mailer.post(at("answers", supporter), {"skill": "", "drives": "yes", "kids": "2"})
    assert (done.status_code, done.url) == (302, at("profile", supporter))
    assert custom_of(supporter) == {"skill": "Welding", "drives": True, "kids": 2}
    mailer.post(at("answers", supporter), {"skill-none": "on", "drives": "no"})
    assert custom_of(supporter) == {"drives": False, "kids": 2}


@pytest.mark.parametrize(
    "said", [{"skill": "sin papeles"}, {"skill": "x" * 201}, {"kids": "many"}, {"size": "XXL"}]
)
def test_what_is_refused_stands_beside_its_field(mailer, supporter, said):
    CustomFieldFactory(key="skill")
    CustomFieldFactory(key="kids", kind="number")
    CustomFieldFactory(key="size", kind="choice", choices=["S", "M"])
    page = mailer.post(at("answers", supporter), said)

    assert (page.status_code, list(page.context["form"].errors)) == (422, list(said))
    assert custom_of(supporter) == {"skill": "Welding"}


def test_a_question_is_called_by_its_label_everywhere_and_answers_are_in_words(mailer, supporter):
    CustomFieldFactory(key="drives", kind="yes_no", label=LocalizedText({"en": "Drives", "es": "Conduce"}))
    field = CustomField.objects.get()
    write_answers(supporter=supporter, answers={field: True}, actor=SYSTEM)
    fresh = Supporter.objects.get()

    profile = mailer.get(at("profile", supporter)).text
    assert ("Drives" in profile, "Welding" in profile) == (True, False)
    look = mailer.post(at("look", supporter), {"reason": "answer"}).text
    assert ("Drives" in look, "Welding" in look) == (True, True)
    with override("es"):
        assert Held(fresh, fresh.unseal()).answers == [("skill", "Welding"), ("Conduce", "sí")]
        shown = unmask_supporter(supporter=fresh, reason="answer", actor=Actor.staff(staff_user()))
    assert shown["drives"] == "sí"


def test_a_tag_is_put_on_and_taken_off_on_the_profile_however_often(mailer, supporter):
    tag = TagFactory(name="housing")
    for _twice in range(2):
        done = mailer.post(at("tag_put", supporter), {"tag": str(tag.public_id)})
    assert done.url == f"{at('profile', supporter)}#tags-heading"
    assert list(supporter.tags.all()) == [tag]
    assert at("tag_take", supporter, tag.public_id) in mailer.get(at("profile", supporter)).text

    for _twice in range(2):
        mailer.post(at("tag_take", supporter, tag.public_id))
    assert list(supporter.tags.all()) == []
    assert mailer.get(at("tag_put", supporter)).status_code == 405
    assert mailer.post(at("tag_put", supporter), {"tag": "no"}).status_code == 302


def test_nobody_is_tagged_who_was_erased(supporter):
    gone = Supporter.objects.get()
    supporter.delete()
    put_tag(supporter=gone, tag=TagFactory(), actor=SYSTEM)
    take_tag(supporter=gone, tag=TagFactory(), actor=SYSTEM)

    assert Supporter.tags.through.objects.count() == 0


@pytest.mark.parametrize("name", ["tag_put", "answers"])
def test_organizers_write_nothing(staff, supporter, name):
    assert staff("Organizers").post(at(name, supporter), {}).status_code in (302, 403)
    assert custom_of(supporter) == {"skill": "Welding"}
