"""The addresses of staff's views of segments."""

from django.urls import path

from supporters.admin_views import bulk, exports, segments
from supporters.admin_views import segment_builder as builder

app_name = "segment"

ONE = "<uuid:segment>/"
urlpatterns = [
    path("", segments.SegmentsView.as_view(), name="index"),
    path("add/", builder.AddSegmentView.as_view(), name="add"),
    path("deeds/", bulk.DeedsView.as_view(), name="deeds"),
    path("deeds/<uuid:deed>/", bulk.DeedView.as_view(), name="deed"),
    path("deeds/<uuid:deed>/undo/", bulk.UndoDeedView.as_view(), name="deed_undo"),
    path("deeds/<uuid:deed>/go-on/", bulk.GoOnView.as_view(), name="deed_go_on"),
    path(ONE, segments.SegmentView.as_view(), name="one"),
    path(f"{ONE}edit/", builder.EditSegmentView.as_view(), name="edit"),
    path(f"{ONE}edit/rule/<int:number>/", builder.AddRuleView.as_view(), name="add_rule"),
    path(f"{ONE}edit/group/<int:number>/", builder.AddGroupView.as_view(), name="add_group"),
    path(f"{ONE}edit/remove/<int:number>/", builder.RemovePartView.as_view(), name="remove"),
    path(f"{ONE}edit/count/", builder.CountDraftView.as_view(), name="count_draft"),
    path(f"{ONE}edit/number/", builder.LiveNumberView.as_view(), name="number"),
    path(f"{ONE}count/", segments.CountSegmentView.as_view(), name="count"),
    path(f"{ONE}people/", segments.PeopleView.as_view(), name="people"),
    path(f"{ONE}tag/", bulk.PutTagOnAllView.as_view(), name="bulk_tag"),
    path(f"{ONE}untag/", bulk.TakeTagOffAllView.as_view(), name="bulk_untag"),
    path(f"{ONE}fields/", bulk.ChooseFieldView.as_view(), name="bulk_fields"),
    path(f"{ONE}fields/<uuid:field>/", bulk.WriteFieldOfAllView.as_view(), name="bulk_field"),
    path(f"{ONE}export/", exports.AskForExportView.as_view(), name="export"),
    path(f"{ONE}delete/", segments.DeleteSegmentView.as_view(), name="delete"),
]
