"""The look: what a page has to load, and what its stylesheets may not say."""

import gzip
import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from wagtail.models import Site

from pages.blocks import BodyBlock
from pages.models import LookSettings, PetitionPage
from pages.stylesheets import NAMES, stylesheet
from tests.browser.public_paths import live_pages

CSS = Path(__file__).resolve().parents[2] / "site" / "static" / "site" / "css"
# Sides that stay where they are when the writing direction turns.
PHYSICAL = re.compile(r"(?<![\w-])(?:[a-z-]+-)?(?:left|right)(?:-[a-z-]+)?\s*:|:\s*(?:left|right)\s*[;}]")


def sheets() -> list[Path]:
    """Ours, and those that the plugins put beside them."""
    root = CSS.parents[3]
    plugins = [path for path in root.glob("*/static/*/*.css") if ".venv" not in path.parts]
    return [*sorted(CSS.glob("*.css")), *sorted(plugins)]


def test_every_file_of_the_look_is_in_the_one_answer():
    assert sorted(NAMES) == sorted(path.stem for path in CSS.glob("*.css"))


def test_all_stylesheets_of_a_page_weigh_at_most_30_kilobytes():
    assert len(stylesheet().packed) <= 30_000


def test_every_width_that_a_style_asks_for_has_letters_that_stand_in():
    """Else a heading is set anew when ours have come, and all below it jumps."""
    faces = re.findall(
        r'"(Nearly Archivo \d)";[^}]*font-weight: (\d+) (\d+);\s*font-stretch: (\d+)% (\d+)%',
        (CSS / "letters.css").read_text(),
    )
    stack = re.search(r"--sans: ([^;]+);", (CSS / "tokens.css").read_text())[1]
    names = re.findall(r"Nearly Archivo \d", stack)
    asked = {
        int(width) for sheet in sheets() for width in re.findall(r"font-stretch: (\d+)%;", sheet.read_text())
    }
    covered = {
        (name, width)
        for name, lightest, boldest, least, most in faces
        for width in asked
        if int(lightest) <= 800 <= int(boldest) and int(least) <= width <= int(most)
    }

    assert len(asked) > 10
    assert covered == {(name, width) for name in names for width in asked}
    assert sorted({name for name, *_rest in faces}) == names


def test_the_one_answer_is_packed_for_who_takes_it_and_kept_for_a_year(client):
    address = f"/look/styles/{stylesheet().fingerprint}.css"
    packed = client.get(address, headers={"accept-encoding": "gzip, br"})
    plain = client.get(address)

    assert gzip.decompress(packed.content) == plain.content
    assert (packed.headers["Content-Encoding"], plain.headers.get("Content-Encoding")) == ("gzip", None)
    assert packed.headers["Cache-Control"] == plain.headers["Cache-Control"] == "public, max-age=31536000"
    assert "Accept-Encoding" in plain.headers["Vary"]
    assert client.get("/look/styles/000000000000.css").headers["Cache-Control"] == "public, max-age=60"


def test_the_letters_are_asked_for_under_the_address_that_the_page_preloads(demo, client):
    [preloaded] = re.findall(
        r'<link rel="preload" href="([^"]+)" as="font"', client.get("/en/").content.decode()
    )

    assert f'url("{preloaded}")' in stylesheet().text


@pytest.mark.parametrize("sheet", sheets(), ids=lambda path: path.stem)
def test_stylesheets_know_no_left_and_right(sheet):
    bare = re.sub(r"/\*.*?\*/", "", sheet.read_text(), flags=re.DOTALL)
    # A condition on the window has no other words.
    bare = re.sub(r"@media[^{]*", "", bare)

    assert [match[0] for match in PHYSICAL.finditer(bare)] == []


def test_the_search_for_left_and_right_finds_one():
    found = PHYSICAL.findall("a { margin-left: 1px; text-align: right; inset-inline-end: 0 }")

    assert [one.strip() for one in found] == ["margin-left:", ": right;"]


def test_no_page_loads_more_than_10_kilobytes_of_script(demo, client):
    heavy = {}
    for page in live_pages("en"):
        path = page.get_url_parts()[2]
        names = re.findall(r'<script[^>]* src="/static/([^"]+)"', client.get(path).content.decode())
        weight = sum(len(gzip.compress(Path(finders.find(name)).read_bytes())) for name in set(names))
        if weight > 10_000:
            heavy[path] = weight

    assert heavy == {}


def test_a_petitions_page_weighs_at_most_100_kilobytes_without_photos(demo, client):
    [path] = [page.get_url_parts()[2] for page in live_pages("en") if isinstance(page, PetitionPage)][:1]
    html = client.get(path).content.decode()
    names = set(re.findall(r'(?:src|href)="/static/([^"]+\.(?:js|woff2))"', html))
    static = [Path(finders.find(name)) for name in names]
    assert {path.suffix for path in static} == {".js", ".woff2"}

    # A font is packed as it lies there.
    sent = [one.read_bytes() if one.suffix == ".woff2" else gzip.compress(one.read_bytes()) for one in static]
    weight = sum(len(one) for one in [*sent, gzip.compress(html.encode()), stylesheet().packed])
    assert weight <= 100_000


def test_the_living_page_draws_every_block_that_an_editor_can_choose(demo, admin_client):
    html = admin_client.get("/admin/look/").content.decode()
    drawn = re.findall(r'data-block="([a-z_]+)"', html)

    assert drawn == list(BodyBlock().child_blocks)


@pytest.mark.parametrize(
    ("asked", "drawn"),
    [
        ("", 'dir="ltr" data-mode="device"'),
        ("?mode=dark&direction=rtl", 'dir="rtl" data-mode="dark"'),
        ("?mode=%22onload&direction=up", 'dir="ltr" data-mode="device"'),
    ],
)
def test_the_living_page_turns_dark_and_to_the_right(demo, admin_client, asked, drawn):
    assert drawn in admin_client.get(f"/admin/look/{asked}").content.decode()


@pytest.mark.parametrize(
    ("mode", "attribute", "schemes"),
    [
        ("device", "", "light dark"),
        ("light", ' data-mode="light"', "light"),
        ("dark", ' data-mode="dark"', "dark"),
    ],
)
def test_a_site_may_hold_its_look_in_light_or_dark(demo, client, mode, attribute, schemes):
    site = Site.objects.get(is_default_site=True)
    look = LookSettings.for_site(site)
    look.mode = mode
    look.save()

    html = client.get("/en/").content.decode()
    assert f'<html lang="en" dir="ltr"{attribute}>' in html
    assert f'<meta name="color-scheme" content="{schemes}">' in html
