"""Makes a campaign's page of forty blocks inside our own Django: ``python -m benchmarks.campaign_rows``.

Prints how often drawing it asks the database, and its path.
"""

import sys

import django

BLOCKS = 40


def make_page() -> str:
    """Below the demo's English front page, with everything of the demo's campaign on it."""
    from django.core.management import call_command  # noqa: PLC0415 (after django.setup)

    from campaigns.models import Campaign  # noqa: PLC0415
    from pages.models import CampaignPage, HomePage  # noqa: PLC0415
    from tests.site.body_values import every_block, make_facts, make_picture, office, photo  # noqa: PLC0415

    call_command("demo", verbosity=0, stdout=sys.stderr)
    home = HomePage.objects.get(locale__language_code="en")
    target = office(name="An office of this benchmark")
    make_facts(target)
    image = make_picture(size=(1600, 1000))
    blocks = every_block(image=image, target=target)
    link = f'<p>Read <a linktype="page" id="{home.pk}">what stands on the front page</a>, and pass it on.</p>'
    blocks += [("text", link), ("picture", photo(image))] * ((BLOCKS - len(blocks)) // 2)
    page = CampaignPage(
        title="Forty blocks",
        locale=home.locale,
        campaign=Campaign.objects.order_by("pk").first(),
        demand="Drop the contract",
        wrong="The city pays for it.",
        who="The council votes on it.",
        now="Sign.",
    )
    raw = [{"type": kind, "value": value} for kind, value in blocks]
    page.body = CampaignPage._meta.get_field("body").to_python(raw)
    home.add_child(instance=page)
    page.save_revision().publish()
    return page.get_url_parts()[2]


def queries_of(path: str) -> int:
    """How often one visitor asks the database who finds it in no cache; renditions were made by the first.

    Without what the cache itself asks and writes, which may be a table of the same database.
    """
    from django.db import connection  # noqa: PLC0415
    from django.test import Client  # noqa: PLC0415
    from django.test.utils import CaptureQueriesContext  # noqa: PLC0415

    from campaigns.page_cache import purge_all  # noqa: PLC0415

    visitor = Client(SERVER_NAME="localhost")
    visitor.get(path)
    purge_all()
    with CaptureQueriesContext(connection) as asked:
        answer = visitor.get(path)
    if answer.status_code != 200:
        raise RuntimeError(f"expected 200, got {answer.status_code}")
    asks = [query["sql"] for query in asked.captured_queries if query["sql"].startswith("SELECT")]
    return len([sql for sql in asks if "countersign_cache" not in sql])


if __name__ == "__main__":
    django.setup()
    made = make_page()
    print(queries_of(made))
    print(made)
