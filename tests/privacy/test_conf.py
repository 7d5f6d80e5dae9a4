import pytest
from django.core.exceptions import ImproperlyConfigured

from privacy import conf
from privacy.checks import check_setting


def faults_at_boot() -> list[str]:
    return [fault.msg for fault in check_setting(None)]


def test_what_is_not_set_has_its_default(settings):
    settings.COUNTERSIGN = {"KEYS": settings.COUNTERSIGN["KEYS"]}
    assert (conf.current().mail_per_address_per_day, conf.current().denylist_extra) == (2, ())
    assert faults_at_boot() == []


def test_the_setting_is_read_when_it_is_needed(settings):
    settings.COUNTERSIGN = {**settings.COUNTERSIGN, "TOTAL_SHOWN_FROM": 7, "DENYLIST_EXTRA": ["word"]}
    assert (conf.current().total_shown_from, conf.current().denylist_extra) == (7, ("word",))


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"TOTAL_SHOWN": 1}, "COUNTERSIGN has an unknown key: TOTAL_SHOWN."),
        ({"total_shown_from": 1}, "COUNTERSIGN has an unknown key: total_shown_from."),
        ({"TOTAL_SHOWN_FROM": "25"}, "COUNTERSIGN['TOTAL_SHOWN_FROM'] must be int."),
        ({"TOTAL_SHOWN_FROM": True}, "COUNTERSIGN['TOTAL_SHOWN_FROM'] must be int."),
        ({"BASE_URL": None}, "COUNTERSIGN['BASE_URL'] must be str."),
        ({"DENYLIST_EXTRA": "example.org"}, "COUNTERSIGN['DENYLIST_EXTRA'] must be tuple[str, ...]."),
        ({"DENYLIST_EXTRA": (1,)}, "COUNTERSIGN['DENYLIST_EXTRA'] must be tuple[str, ...]."),
        (
            {"RETENTION_LONGER": {"gifts": "7 years"}},
            "COUNTERSIGN['RETENTION_LONGER'] must be a mapping of str to int.",
        ),
        ({"KEYS": {"kek": "secret"}}, "COUNTERSIGN['KEYS'] must be KeySet."),
    ],
)
def test_an_unknown_key_or_a_wrong_type_stops_the_boot_without_showing_the_value(settings, change, fault):
    settings.COUNTERSIGN = settings.COUNTERSIGN | change
    assert faults_at_boot() == [fault]
    with pytest.raises(ImproperlyConfigured, match="COUNTERSIGN"):
        conf.current()


@pytest.mark.parametrize("raw", [None, "keys", {}])
def test_a_setting_that_is_missing_stops_the_boot(settings, raw):
    settings.COUNTERSIGN = raw
    assert len(faults_at_boot()) == 1


def test_no_rendering_of_the_settings_shows_the_keys():
    assert "Secret" not in repr(conf.current())
