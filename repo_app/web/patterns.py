"""Every component on one page, for whoever works on the looks; only where the application is built with it."""

from __future__ import annotations

from datetime import UTC, datetime

from flask import Blueprint, render_template

from repo_app import licensing
from repo_app.values import FileView, Message, Progress, RecordCard, SnippetPart, SuggestionView
from repo_app.values.metadata import parse
from repo_app.values.relations import Connections, Edition, Related, RelatedRecord, VolumeSet
from repo_app.web import choices, form
from repo_app.web.fields import TONGUE
from repo_app.web.locale import locale
from repo_app.web.problems import Told

blueprint = Blueprint("patterns", __name__)

WHEN = datetime(2026, 11, 20, 3, 30, tzinfo=UTC)
TITLE = "Hướng dẫn ủ phân hữu cơ từ phụ phẩm nông nghiệp"
BY = ("Nguyễn Thị Hoà", "Trung tâm học tập cộng đồng xã Đăk Tơ Lung")

SAMPLE = {
    "title": [{"value": TITLE, "lang": "vi"}, {"value": "Composting", "lang": "en"}],
    "creator": [{"value": BY[0], "role": "author"}],
    "license": [{"id": "cc-by-sa-4.0"}],
    "subject": [{"id": "cong-nghe"}, {"value": "phân hữu cơ"}],
    "spatial": [{"id": "quang-ngai"}],
    "identifier": [{"value": "978-604-0-39205-3", "scheme": "isbn"}],
    "isPartOf": [{"value": "Tủ sách khuyến nông", "volume": "2"}],
    "issued": [{"value": "năm ngoái"}],
}


@blueprint.get("/patterns")
def patterns() -> str:
    """All components with made-up values."""
    snippet = (SnippetPart("Trộn đều ", False), SnippetPart("phân hữu cơ", True), SnippetPart(" với đất mùn…", False))
    return render_template(
        "patterns.html",
        cards=(_card("published", "cc-by-4.0"), _card("draft", "in-copyright", waiting=1, failed=1)),
        files=(_file("reading"), _file("failed"), _file("waiting"), _file("ready")),
        snippet=snippet,
        described=parse({key: held for key, held in SAMPLE.items() if key != "issued"}),
        groups=form.view(SAMPLE, locale(), faults={"issued": "Something was not filled in."}),
        tongues=choices.labels(TONGUE, locale()),
        offers=(SuggestionView("title", TITLE, 0.92, 1, TITLE.upper(), "u-phan.pdf", box=(90, 120, 700, 180)),),
        licenses=[one for one in licensing.every() if one.listed],
        connections=_connections(),
        told=Told(
            422, "problem.invalid", "Something was not filled in.", "Nothing was changed.", "Look below.", "1a2b"
        ),
    )


def _connections() -> Connections:
    whole, first, third = (
        RelatedRecord("2a2a2a2a", "published", f"{TITLE}, bộ ba tập", 2019),
        RelatedRecord("3b3b3b3b", "published", "Tập một: chọn chỗ", 2019),
        RelatedRecord("4c4c4c4c", "withdrawn", "Tập ba: bón phân", 2021),
    )
    parts = tuple(Related("hasPart", one, volume=number) for one, number in ((first, "1"), (third, "3")))
    return Connections(
        named=(Related("source", None, "Sổ tay ủ phân, 2015"), Related("relation", third)),
        sets=(VolumeSet(whole, "2", parts[0], parts[1]),),
        volumes=parts,
        editions=(Edition(first, this=True, newest=False), Edition(third, this=False, newest=True)),
    )


def _card(state: str, license_id: str, *, waiting: int = 0, failed: int = 0) -> RecordCard:
    return RecordCard(
        id="abc",
        state=state,
        title=TITLE,
        creators=BY,
        license=license_id,
        organization="Thư viện xã Đăk Tơ Lung",
        collection="Học liệu mẫu",
        languages=("vi", "sed"),
        description="Tờ gấp bốn trang cho bà con trồng cà phê và sắn, có hình vẽ từng bước.",
        pages=4,
        family="pdf",
        updated_at=WHEN,
        files=2,
        waiting=waiting,
        failed=failed,
    )


def _file(state: str) -> FileView:
    return FileView(
        name=f"tờ gấp {state}.pdf",
        size=1_234_567,
        sha256="0" * 64,
        media_type="application/pdf",
        family="pdf",
        state=state,
        progress=Progress(7, 40, 120) if state == "reading" else Progress(40, 40),
        message=Message("file.damaged") if state == "failed" else None,
        notices=(),
        job=None,
        license=None,
    )
