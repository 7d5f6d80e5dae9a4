"""Every page in Chromium: within its policy, shutting nobody out, wide and light, narrow and dark.

Each sweep is cut into parts, so that all workers share it: each part opens every so manieth page.
"""

import pytest

from petitions.models import Petition
from tests.browser.axe import WCAG, bring_axe, each_look, faults_in_each_look, too_wide
from tests.browser.public_paths import public_pages
from tests.browser.staff_paths import all_staff_paths, foreign_paths, petition_page

pytestmark = pytest.mark.django_db(transaction=True)

RULES = [*WCAG, "best-practice"]
STAFF_PARTS, PUBLIC_PARTS = 5, 2


@pytest.fixture
def petition(demo) -> Petition:
    return Petition.objects.select_related("campaign").order_by("pk").first()


# --- the staff side --------------------------------------------------------------------------------


@pytest.mark.parametrize("part", range(STAFF_PARTS))
def test_every_staff_page_opens_within_the_policy_and_ours_shut_nobody_out(
    staff, member, petition, site, part
):
    """The fixture ``staff`` watches for violations, script errors and foreign requests.

    In Spanish, whose words are longer, and on which every page must still hold on a phone.
    """
    page = staff(member("Administrators", "Data stewards", campaign=petition.campaign, language="es"))
    bring_axe(page)
    found: dict[str, object] = {}
    paths = all_staff_paths(petition)
    for path in paths[part::STAFF_PARTS]:
        assert page.goto(f"{site}{path}").status == 200, path
        if faults := faults_in_each_look(page, within="main"):
            found[path] = faults

    assert found == {}


# Wagtail leaves the file open from which it draws a smaller picture.
@pytest.mark.filterwarnings("ignore:.*SpooledTemporaryFile:pytest.PytestUnraisableExceptionWarning")
def test_wagtails_own_pages_open_within_our_policy_and_fit_the_screen(staff, member, site):
    """Of what is Wagtail's own only the width is ours."""
    user = member(name="superuser")
    user.is_superuser = True
    user.save()
    page = staff(user)
    found: dict[str, object] = {}
    for path in foreign_paths(petition_page()):
        assert page.goto(f"{site}{path}").status == 200, path
        if faults := [fault for _look in each_look(page) for fault in too_wide(page)]:
            found[path] = faults

    assert found == {}


# --- the public side -------------------------------------------------------------------------------


@pytest.mark.parametrize("part", range(PUBLIC_PARTS))
@pytest.mark.parametrize("language", ["en", "es"])
def test_no_public_page_shuts_anyone_out_sets_a_cookie_or_breaks_its_policy(
    visitors, site: str, demo, language, part
):
    """The fixture ``visitors`` watches for violations, cookies and questions to other hosts."""
    # An address that nobody knows has no language but the browser's.
    page = visitors(locale=f"{language}-US")
    bring_axe(page)
    found: dict[str, object] = {}
    for path in public_pages(language)[part::PUBLIC_PARTS]:
        answer = page.goto(f"{site}{path}")
        assert answer.headers.get("set-cookie") is None, path
        assert answer.status < 500, path
        if faults := faults_in_each_look(page, rules=RULES):
            found[path] = faults
        assert page.locator("h1").count() == 1, path
        assert page.locator("html").get_attribute("lang") == language, path

    assert found == {}
