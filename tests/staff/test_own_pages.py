"""Wagtail's own pages for whoever is logged in, as far as this house bends them."""


def test_every_tab_of_the_staff_side_says_whose_site_it_is(whole, settings):
    settings.WAGTAIL_SITE_NAME = "No cameras"
    titles = [
        whole.get(f"/admin/{path}").text.partition("<title>")[2].partition("</title>")[0]
        for path in ("", "security/")
    ]

    assert [title.rpartition(" - ")[2] for title in titles] == ["No cameras", "No cameras"]


def test_the_account_page_offers_places_and_nothing_that_a_browser_takes_for_no_zone(whole):
    field = whole.get("/admin/account/").text.partition('name="locale-current_time_zone"')[2]
    offered = field.partition("</select>")[0]

    assert ('value="America/New_York"' in offered, 'value="localtime"' in offered) == (True, False)
