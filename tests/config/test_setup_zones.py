"""What setup takes for the zone of the organization until somebody says another."""

import pytest

from config.setup.zones import zone_of_machine


@pytest.mark.parametrize(
    ("variable", "written", "link", "zone"),
    [
        (":America/Denver", "America/Chicago\n", "/usr/share/zoneinfo/America/Phoenix", "America/Denver"),
        ("", "America/Chicago\n", "/usr/share/zoneinfo/America/Phoenix", "America/Chicago"),
        ("", "Etc/UTC\n", "../usr/share/zoneinfo/America/Phoenix", "America/Phoenix"),
        (":/usr/share/zoneinfo/America/Denver", None, None, "America/Denver"),
        ("MST7", "no zone", "/nowhere", "later"),
        ("", "", "/usr/share/zoneinfo/Etc/UTC", "later"),
        ("UTC", None, None, "later"),
    ],
)
def test_the_zone_of_the_machine_stands_in_brackets_unless_it_is_a_servers(
    tmp_path, variable, written, link, zone
):
    etc = tmp_path / "etc"
    etc.mkdir()
    if written is not None:
        (etc / "timezone").write_text(written)
    if link is not None:
        (etc / "localtime").symlink_to(link)

    assert zone_of_machine({"TZ": variable}, root=tmp_path) == zone
