"""The inventory and the retention rules, arranged for people to read."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from privacy.inventory import Held, Sensitivity, Why, held_fields
from privacy.retention import Rule, days_of, find_rule, rules

type Text = str | Promise

YEAR = 365.25


@dataclass(frozen=True)
class Line:
    """One kind of thing we hold, and until when."""

    says: str
    sensitivity: Sensitivity
    until: str


@dataclass(frozen=True)
class Group:
    """Everything that is held for one reason; the technical part is told apart."""

    why: Why
    about_you: list[Line]
    technical: list[Line]


@dataclass(frozen=True)
class Term:
    """A retention rule as a sentence."""

    says: str
    until: str
    by_law: bool


def until_of(retention: Text) -> str:
    """The sentence itself, or the days of the rule it names."""
    rule = find_rule(str(retention))
    return days_text(rule) if rule is not None else str(retention)


def days_text(rule: Rule) -> str:
    """ "180 days", "7 years"; a rule of 0 days is about dates that each row has for itself."""
    days = days_of(rule)
    if days == 0:
        return _("until the day that was set for it")
    years = round(days / YEAR)
    # Rules in years take a leap day along.
    if years and abs(days - years * YEAR) <= 1:
        return ngettext("%(years)d year", "%(years)d years", years) % {"years": years}
    return ngettext("%(days)d day", "%(days)d days", days) % {"days": days}


def label_of(held: Held) -> str:
    """What the page calls a field."""
    if held.field.says:
        return str(held.field.says)
    meta = held.model._meta
    return f"{capfirst(str(meta.verbose_name))}: {meta.get_field(held.name).verbose_name}"  # type: ignore[union-attr]


def groups() -> list[Group]:
    """What we hold, by reason, what could hurt somebody first, each line once."""
    lines: dict[Why, dict[Line, None]] = {why: {} for why in Why}
    for held in held_fields():
        line = Line(label_of(held), held.field.sensitivity, until_of(held.field.retention))
        lines[Why(held.field.purpose)].setdefault(line)
    about_people = {Sensitivity.DANGEROUS: 0, Sensitivity.CONTACT: 1}
    return [
        Group(
            why=why,
            about_you=sorted(
                (line for line in found if line.sensitivity in about_people),
                key=lambda line: (about_people[line.sensitivity], line.says),
            ),
            technical=sorted(
                (line for line in found if line.sensitivity not in about_people), key=lambda line: line.says
            ),
        )
        for why, found in lines.items()
        if found
    ]


def terms() -> list[Term]:
    """Every retention rule, and which of them the law makes longer here."""
    return [Term(str(rule.says), days_text(rule), days_of(rule) > rule.days) for rule in rules()]


def assessment() -> Iterator[str]:
    """The data protection impact assessment, as lines of Markdown: every field of every table."""
    yield "# " + _("What this installation holds: data protection impact assessment")
    yield ""
    for model, fields in groupby(held_fields(), key=lambda held: held.model):
        yield f"## {capfirst(str(model._meta.verbose_name))} (`{model._meta.label}`)"
        yield ""
        yield (
            "| "
            + " | ".join([_("Field"), _("What it is"), _("Risk"), _("Purpose"), _("Kept"), _("Removed by")])
            + " |"
        )
        yield "|---|---|---|---|---|---|"
        for held in fields:
            field = held.field
            cells = [
                f"`{held.name}`",
                label_of(held),
                str(Sensitivity(field.sensitivity).label),
                str(Why(field.purpose).label),
                until_of(field.retention),
                f"`{field.eraser}`" if field.eraser else "",
            ]
            yield "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"
        yield ""
    yield "## " + _("What is deleted when")
    yield ""
    for term in terms():
        law = " " + _("(made longer by law)") if term.by_law else ""
        yield f"- {term.says}: {term.until}{law}"
