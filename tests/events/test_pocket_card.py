"""The card for one's pocket: one page, every language of the site, nothing that names anybody or anything."""

import pytest
from django.utils.translation import override

from campaigns.pdf import Sheet
from events.panels import Panel
from events.pocket_card import _draw, draw_pocket_card
from privacy.days import utc_today


def test_a_card_is_one_page_and_the_same_each_time():
    drawn = [draw_pocket_card(legal_number="555-0100", code="K7M4QXA") for _try in range(2)]

    assert drawn[0] == drawn[1]
    assert (drawn[0][:5], drawn[0].count(b"/Type /Page\n")) == (b"%PDF-", 1)


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("number", ["", "555-0100", "W" * 40])
def test_what_stands_on_it_stays_within_its_border(language, number):
    sheet = Sheet(title="Card", language=language, day=utc_today())
    sheet.add_page()
    panel = Panel(sheet, 10, 20)
    with override(language):
        _draw(panel, legal_number=number, code="K7M4QXA")
    # An unfinished document leaves its fonts open.
    sheet.as_bytes()

    assert panel.y <= panel.foot + 5
