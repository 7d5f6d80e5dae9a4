"""What ``mixed_load`` needs, inside our own Django: ``python -m benchmarks.mixed_rows DEED [N]``.

``reads`` prints the paths of every page of the demo. ``staff`` prints the cookie of a session and paths of
the staff side. ``mailing N`` has a mailing to N people under way. ``after`` prints how mails and tasks stand.
"""

import sys

import django

OK = 200


def reads() -> None:
    """Public pages in both languages; none that only leads on to another."""
    from django.test import Client  # noqa: PLC0415 (after django.setup)
    from wagtail.models import Page  # noqa: PLC0415

    visitor = Client(headers={"host": "localhost"})
    for page in Page.objects.live().public().filter(depth__gt=1).specific():
        parts = page.get_url_parts()
        if parts and visitor.get(parts[2]).status_code == OK:
            print(parts[2])


def staff() -> None:
    """As organizers browse: the front page, lists, a form."""
    from django.urls import reverse  # noqa: PLC0415
    from wagtail.models import Site  # noqa: PLC0415

    from benchmarks.staff import cookie  # noqa: PLC0415

    root = Site.objects.get(is_default_site=True).root_page_id
    print(cookie())
    print(reverse("wagtailadmin_home"))
    print(reverse("wagtailadmin_explore", args=[root]))
    print(reverse("wagtailadmin_pages:edit", args=[root]))
    print(reverse("countersign_retention"))


def mailing(number: int) -> None:
    """Frozen, with the rest left to the workers."""
    from benchmarks import mailing_rows  # noqa: PLC0415
    from mailings.jobs.freezing import freeze  # noqa: PLC0415
    from mailings.jobs.links import make_links  # noqa: PLC0415

    mailing_rows.fill(number)
    made = mailing_rows.make_mailing()
    make_links(made)
    freeze(made.pk)


def after() -> None:
    """``ledger state number`` and ``tasks state number``, one a line."""
    from django.db.models import Count  # noqa: PLC0415
    from django_tasks_db.models import DBTaskResult  # noqa: PLC0415

    from outbox.selectors import ledgers  # noqa: PLC0415

    for model in ledgers():
        for state, number in model.objects.order_by().values_list("state").annotate(n=Count("pk")):
            print(model._meta.model_name, state, number)
    tasks = DBTaskResult.objects.order_by().values("status").annotate(n=Count("pk"))
    for state, number in tasks.values_list("status", "n"):
        print("tasks", state.lower(), number)


if __name__ == "__main__":
    django.setup()
    match sys.argv[1:]:
        case ["reads"]:
            reads()
        case ["staff"]:
            staff()
        case ["mailing", number]:
            mailing(int(number))
        case ["after"]:
            after()
