"""The addresses of the daily record."""

from __future__ import annotations

from django.urls import path

from daybook.daily.views import comments, day_acts, day_record, drafts, entry, feed, matter, people, today

urlpatterns = [
    path("today", today.today, name="today"),
    path("days/<str:day>", today.day, name="day"),
    path("days/<str:day>/state", today.state, name="day_state"),
    path("days/<str:day>/skeleton", today.skeleton, name="day_skeleton"),
    path("days/<str:day>/line", day_record.line, name="day_line"),
    path("days/<str:day>/record", day_record.record, name="day_record"),
    path("days/<str:day>/save", day_record.save, name="day_save"),
    path("days/<str:day>/tap", day_acts.tap, name="day_tap"),
    path("days/<str:day>/copy", day_acts.copy, name="day_copy"),
    path("days/<str:day>/fill", day_acts.fill, name="day_fill"),
    path("days/<str:day>/rows/<str:key>", drafts.row, name="day_row"),
    path("drafts/<str:key>", drafts.draft, name="draft"),
    path("drafts/<str:key>/discard", drafts.discard, name="discard_draft"),
    path("suggest", drafts.suggest, name="suggest"),
    path("feed", feed.feed, name="feed"),
    path("feed/new", feed.new, name="feed_new"),
    path("live", feed.live, name="live"),
    path("entries/<str:key>", entry.entry, name="entry"),
    path("entries/<str:key>/comments", comments.comments, name="comments"),
    path("matters/", matter.matters, name="matters"),
    path("matters/<str:key>", matter.matter, name="matter"),
    path("matters/<str:key>/close", matter.close, name="close_matter"),
    path("people/<str:number>", people.person, name="person"),
    path("departments/<str:code>", people.department, name="department"),
]
