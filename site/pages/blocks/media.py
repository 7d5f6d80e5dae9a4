"""Pictures, videos and files."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageBlock

from pages.blocks import examples
from pages.blocks.groups import SHOWING
from pages.video_policy import note_video
from pages.videos import video_at


class PictureBlock(blocks.StructBlock):
    """A picture with a caption and who made it."""

    image = ImageBlock(label=_("Picture"))
    caption = blocks.CharBlock(required=False, max_length=240, label=_("Caption"))
    credit = blocks.CharBlock(required=False, max_length=120, label=_("Credit and licence"))

    class Meta:
        icon = "image"
        group = SHOWING
        label = _("Picture")
        description = _("A picture with caption and credit. Place and camera are taken out on upload.")
        preview_value = staticmethod(examples.picture)
        template = "pages/blocks/picture.html"


class VideoBlock(blocks.StructBlock):
    """A video on another host, which is asked only once a visitor presses play on our own picture."""

    url = blocks.URLBlock(label=_("Address of the video"), help_text=_("The page on which it is to be seen."))
    title = blocks.CharBlock(max_length=140, label=_("Title"))
    poster = ImageBlock(label=_("Picture shown before"))
    transcript = blocks.RichTextBlock(
        required=False,
        features=["bold", "italic", "link", "ul", "ol"],
        label=_("What is said in it"),
        help_text=_("For who can't hear it, or would rather not ask that host."),
    )

    def get_context(self, value: Any, parent_context: Mapping[str, Any] | None = None) -> dict[str, Any]:
        """Add ``video`` and ``key``, for ids. The page's policy will let its player be framed."""
        context: dict[str, Any] = super().get_context(value, parent_context=parent_context)
        context["video"] = video_at(value["url"] or "")
        context["key"] = f"video-{context.get('block_id', '')}"
        if context["video"].frame:
            note_video(context.get("request"))
        return context

    class Meta:
        icon = "media"
        group = SHOWING
        label = _("Video")
        description = _("Our own picture; the other host is asked only once somebody presses play.")
        preview_value = staticmethod(examples.video)
        template = "pages/blocks/video.html"


class FileBlock(blocks.StructBlock):
    """One file to download."""

    document = DocumentChooserBlock(label=_("File"))
    title = blocks.CharBlock(
        required=False, max_length=140, label=_("Title"), help_text=_("Empty: the file's own.")
    )
    words = blocks.CharBlock(
        required=False,
        max_length=200,
        label=_("A few words"),
        help_text=_("For instance: to print, both sides"),
    )


class DocumentsBlock(blocks.StructBlock):
    """Files to download, each with its kind and size."""

    heading = blocks.CharBlock(required=False, max_length=120, label=_("Heading"))
    files = blocks.ListBlock(FileBlock(), min_num=1, max_num=30, label=_("Files"))

    def get_context(self, value: Any, parent_context: Mapping[str, Any] | None = None) -> dict[str, Any]:
        """Add ``files``: those that are still there, each with its title and kind."""
        context: dict[str, Any] = super().get_context(value, parent_context=parent_context)
        context["files"] = [
            {
                "document": file["document"],
                "title": file["title"] or file["document"].title,
                "words": file["words"],
                "kind": file["document"].file_extension.upper(),
            }
            for file in value["files"]
            if file["document"] is not None
        ]
        return context

    class Meta:
        icon = "doc-full"
        group = SHOWING
        label = _("Files")
        description = _("Files to download, each with its kind and size.")
        preview_value = staticmethod(examples.documents)
        template = "pages/blocks/documents.html"
