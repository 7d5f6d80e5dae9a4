"""What Wagtail mails to staff about the work on pages, and what it writes down where that fails."""

import logging

import pytest
from django.contrib.auth.models import Group
from django.core import mail
from wagtail.admin import mail as staff_mail
from wagtail.models import GroupApprovalTask, Workflow, WorkflowPage, WorkflowTask
from wagtail.users.models import UserProfile

from config.logs import logging_config
from pages.models import StandardPage
from tests.site.conftest import ground  # noqa: F401  a fixture
from tests.site.page_builders import make_home, publish

SECRET = "What is not told yet"


@pytest.fixture
def submit(ground, django_user_model):  # noqa: F811
    """Hands a page in, for a second person to read it."""
    home = make_home(ground)
    workflow, task = Workflow.objects.create(name="Four eyes"), GroupApprovalTask.objects.create(name="Read")
    task.groups.add(Group.objects.create(name="Readers"))
    WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=1)
    WorkflowPage.objects.create(workflow=workflow, page=home)
    writer = django_user_model.objects.create_user("wanda", email="wanda@example.org", first_name="Wanda")
    reader = django_user_model.objects.create_user("rosa", email="rosa@example.org", first_name="Rosa")
    reader.groups.set(task.groups.all())
    page = publish(home, StandardPage(title=SECRET))
    page.save_revision()
    return lambda: page.get_workflow().start(page, writer)


@pytest.mark.django_db
# Wagtail 8 asks for its connection in the old way, which still works.
@pytest.mark.filterwarnings("ignore:get_connection:django.utils.deprecation.RemovedInDjango2028Warning")
@pytest.mark.parametrize("language", ["en", "es"])
def test_a_mail_to_staff_names_no_page_and_nobody(submit, django_user_model, language):
    for user in django_user_model.objects.all():
        UserProfile.objects.update_or_create(user=user, defaults={"preferred_language": language})
    begun = submit()
    begun.current_task_state.approve()

    said = [f"{message.subject}\n{message.body}" for message in mail.outbox]
    subjects = {"en": "Something new on a page", "es": "Algo nuevo en una página"}
    assert [message.subject for message in mail.outbox] == [subjects[language]] * 2
    assert [text for text in said for word in (SECRET, "Wanda", "Rosa", "Four eyes") if word in text] == []
    assert all("/admin/" in text for text in said)


def test_a_mail_to_staff_that_fails_is_written_down_without_address_and_title():
    words = logging_config("INFO")["loggers"]["wagtail.admin"]
    record = logging.LogRecord(
        staff_mail.logger.name,
        logging.ERROR,
        "",
        1,
        "Failed to send '%s' to %s",
        (SECRET, "a@example.org"),
        None,
    )

    assert words == {"filters": ["name_nobody"]}
    assert staff_mail.logger.filter(record)
    assert record.getMessage() == "Failed to send '…' to …"
