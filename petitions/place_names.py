"""Names of campuses, pasted one a line, sorted by what is known of them. Reads only."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db.models import QuerySet

from campaigns.models import Institution, Jurisdiction
from petitions.models import Petition
from privacy.cleaning import clean_line


@dataclass(frozen=True, slots=True)
class SortedNames:
    """What would be done with these names."""

    # Institutions that would be opened; where several have one name, staff choose among them.
    found: list[Institution] = field(default_factory=list)
    ambiguous: list[Institution] = field(default_factory=list)
    # Cities, counties and states of these names.
    cities: list[Jurisdiction] = field(default_factory=list)
    already_open: list[Institution | Jurisdiction] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)


def name_and_city(where: Institution | Jurisdiction) -> str:
    """As staff tell places of like names apart: "Lincoln College (Lincoln, IL)"."""
    city = ", ".join(part for part in (where.locality, where.region) if part)
    return f"{where.name} ({city})" if city else where.name


def names_in(text: str) -> list[str]:
    """The names in a text of one a line, each once, in the order given."""
    names = (clean_line(line) for line in text.splitlines())
    by_key = {name.casefold(): name for name in reversed(list(names)) if name}
    return list(reversed(by_key.values()))


def institutions_called(names: Sequence[str]) -> dict[str, list[Institution]]:
    """Institutions of exactly these names, whatever the letter case, by the casefolded name. One query."""
    return _called(Institution.objects.order_by("name", "locality", "pk"), names)


def jurisdictions_called(names: Sequence[str]) -> dict[str, list[Jurisdiction]]:
    """Cities, counties and states of exactly these names, likewise. One query."""
    return _called(Jurisdiction.objects.order_by("name", "region", "pk"), names)


def _called[Row: (Institution, Jurisdiction)](
    rows: QuerySet[Row], names: Sequence[str]
) -> dict[str, list[Row]]:
    # Compared here, as SQLite knows the letter case of ASCII only; there are some thousands at most.
    wanted = {name.casefold() for name in names}
    found: dict[str, list[Row]] = defaultdict(list)
    for row in rows.iterator(chunk_size=1_000):
        if (key := row.name.casefold()) in wanted:
            found[key].append(row)
    return found


def sort_names(petition: Petition, names: Sequence[str]) -> SortedNames:
    """Sort names by what opening them would do. Three queries, however many."""
    known, cities = institutions_called(names), jurisdictions_called(names)
    places = [place for place in petition.places.all() if place.is_open]
    open_campuses = {place.institution_id for place in places}
    open_cities = {place.jurisdiction_id for place in places}
    done = SortedNames()
    for name in names:
        rows, local = known.get(name.casefold(), []), cities.get(name.casefold(), [])
        shut = [row for row in rows if row.pk not in open_campuses]
        done.already_open.extend(row for row in rows if row.pk in open_campuses)
        done.already_open.extend(row for row in local if row.pk in open_cities)
        done.cities.extend(row for row in local if row.pk not in open_cities)
        if not rows and local:
            continue
        if not rows:
            done.missing.append(name)
        elif len(shut) == 1 and len(rows) == 1:
            done.found.extend(shut)
        else:
            done.ambiguous.extend(shut)
    return done
