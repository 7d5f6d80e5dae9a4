"""The forms every upload of a picture or file goes through (``WAGTAIL…_FORM_BASE``)."""

from typing import Any

from django import forms
from django.core.files.base import File
from django.utils.translation import gettext_lazy as _
from wagtail.documents.forms import BaseDocumentForm
from wagtail.images.fields import WagtailImageField
from wagtail.images.forms import BaseImageForm

from pages.papers import clean_paper
from pages.pictures import clean_picture, no_picture


class PictureField(WagtailImageField):
    """Wagtail’s, that breaks where only the beginning is a picture’s: this one says so, and what it loses."""

    help_text: Any

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Beside the field wherever it is drawn: no view that takes an upload asks what it has to say.
        lost = _("What a camera wrote into it is taken out: where, when and with what it was taken.")
        self.help_text = f"{self.help_text} {lost}"

    def to_python(self, data: Any) -> Any:
        try:
            return super().to_python(data)
        except (OSError, SyntaxError, ValueError) as error:
            raise no_picture() from error


class CampaignImageForm(BaseImageForm):
    """Wagtail's picture form, which asks for a description and keeps no uploaded byte."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # The first step of Wagtail's multiple upload sends a file and nothing else; its second
        # step, with the field on the page, asks. Required in the first, the raw file is parked on disk.
        is_first_step = self.is_bound and bool(self.files) and self.add_prefix("description") not in self.data
        if "description" in self.fields:
            self.fields["description"].required = not is_first_step
            self.fields["description"].error_messages["required"] = _(
                "Say what is to be seen, for people who do not see it."
            )

        # Wagtail makes this field by its own function for each of its forms; some have none.
        if (theirs := self.fields.get("file")) is not None:
            self.fields["file"] = PictureField(
                label=theirs.label, required=theirs.required, widget=theirs.widget
            )

    def clean_file(self) -> File[bytes] | None:
        """Redraw a new file here, so that its size and hash are those of what is stored."""
        file = self.cleaned_data["file"]
        return clean_picture(file) if "file" in self.changed_data and file else file

    class Meta(BaseImageForm.Meta):
        widgets = {**BaseImageForm.Meta.widgets, "description": forms.TextInput}


class PaperForm(BaseDocumentForm):
    """Takes out of a PDF or office file who wrote it, and where its pictures were taken."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "file" in self.fields:
            self.fields["file"].help_text = _(
                "PDF, Word, spreadsheet and slide files lose the names of who wrote and changed them, and "
                "what a camera wrote into their pictures. Films and sounds inside slides keep what they say."
            )

    def full_clean(self) -> None:
        """Tell the first that is wrong with a file: of one refused Wagtail adds that it has no ending."""
        super().full_clean()
        if "file" in self.errors:
            del self.errors["file"].data[1:]

    def clean_file(self) -> Any:
        """The file without names. Raises ``ValidationError``, as ``clean_paper()``."""
        file = self.cleaned_data["file"]
        return clean_paper(file) if "file" in self.changed_data and file else file
