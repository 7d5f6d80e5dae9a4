"""The accent colour: what is refused, and what is made of what is taken."""

import re
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from pages import contrast
from pages.models import LookSettings

# What stands in the two blocks of the dark look.
DARK = re.compile(r"@media screen[^{]*\{\s*:root[^{]*\{([^}]*)\}")
TOKENS = Path(__file__).resolve().parents[2] / "site/static/site/css/tokens.css"

colours = st.integers(0, 0xFFFFFF).map("#{:06x}".format)


def test_black_on_white_is_twenty_one_to_one():
    assert round(contrast.ratio("#000000", "#ffffff"), 2) == 21.0
    # The example of WCAG's own working group: the lightest grey that may carry text on white.
    assert round(contrast.ratio("#767676", "#ffffff"), 2) == 4.54


@given(colours)
def test_words_on_any_accent_reach_aa(colour):
    assert contrast.ratio(contrast.text_on(colour), colour) >= contrast.TEXT_RATIO


@given(colours, st.sampled_from([contrast.LIGHT_GROUND, contrast.DARK_GROUND]))
def test_words_in_the_accent_reach_aa_on_either_ground(colour, ground):
    assert contrast.ratio(contrast.readable(colour, ground), ground) >= contrast.TEXT_RATIO


@given(colours)
def test_the_colour_that_is_offered_instead_is_taken(colour):
    assert contrast.serves_both_modes(contrast.nearest_serving(colour))


@pytest.mark.parametrize("colour", ["#ffe600", "#ffffff", "#2b0000", "#111113"])
def test_a_colour_that_drowns_in_one_mode_is_refused_with_the_nearest_that_does_not(colour):
    with pytest.raises(ValidationError) as refused:
        LookSettings(accent=colour).clean_fields(exclude=["site", "logo"])

    assert contrast.nearest_serving(colour) in str(refused.value)


@pytest.mark.parametrize("value", ["red", "#d42", "#d42a1e; } body { display: none", "url(//evil.example)"])
def test_what_is_no_colour_is_refused(value):
    with pytest.raises(ValidationError):
        LookSettings(accent=value).clean_fields(exclude=["site", "logo"])


def test_a_colour_may_be_typed_in_capitals():
    look = LookSettings(accent=" #D42A1E ")
    look.clean_fields(exclude=["site", "logo"])

    assert look.accent == "#d42a1e"


def test_the_stylesheet_and_the_check_know_the_same_grounds():
    light, dark, held_dark = re.findall(r"--ground: (#[0-9a-f]{6});", TOKENS.read_text())

    assert (light, dark, held_dark) == (contrast.LIGHT_GROUND, contrast.DARK_GROUND, contrast.DARK_GROUND)


def test_dark_is_the_same_by_the_device_and_by_the_site():
    by_device, by_site = DARK.findall(TOKENS.read_text())

    assert by_site.split() == ["color-scheme:", "dark;", *by_device.split()]


def test_every_ink_of_the_look_reaches_aa_on_every_surface():
    css = TOKENS.read_text()
    light, dark = css.split("@media screen and (prefers-color-scheme: dark)")
    for mode in (light, dark):
        token = dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6});", mode))
        for surface in ("ground", "sunken", "raised", "field"):
            for ink in ("ink", "soft-ink", "wrong", "good"):
                assert contrast.ratio(token[ink], token[surface]) >= contrast.TEXT_RATIO, (ink, surface)
        assert contrast.ratio(token["field-line"], token["field"]) >= contrast.PART_RATIO
        assert contrast.ratio(token["ink"], token["wrong-ground"]) >= contrast.TEXT_RATIO
