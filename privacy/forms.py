"""What forms for visitors share on every floor: cleaned text, and the summary of what is wrong."""

from typing import Any, ClassVar

from django import forms

from privacy.cleaning import clean_line, clean_lines


class LineField(forms.CharField):
    """One line of text, freed of control and direction marks before its length is looked at."""

    def to_python(self, value: Any) -> str:
        return clean_line(super().to_python(value) or "")


class LinesField(forms.CharField):
    """Several lines of text, freed of the same."""

    widget = forms.Textarea

    def to_python(self, value: Any) -> str:
        return clean_lines(super().to_python(value) or "")


class VisitorForm(forms.Form):
    """A form whose inputs are written by hand in ``countersign/form/``."""

    # Fields drawn as a group of radios: no input of those has the plain id, the first has it with "_0".
    radios: ClassVar[tuple[str, ...]] = ()

    def error_links(self) -> list[tuple[str, str]]:
        """Id of the input and message of each error, in the order of the form, for the summary."""
        found = [("", str(message)) for message in self.non_field_errors()]
        for bound in self:
            anchor = f"{bound.auto_id}_0" if bound.name in self.radios else bound.auto_id
            found += [(anchor, str(message)) for message in bound.errors]
        return found
