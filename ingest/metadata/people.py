"""Who made a work: names with their roles from covers, title pages and imprints. Pure."""

import re
from collections.abc import Iterator, Sequence
from itertools import chain

from ingest.metadata.bodies import body_cased, is_general, locality_of
from ingest.metadata.found import found
from ingest.metadata.kinds import LEGAL_NUMBER
from ingest.metadata.lines import Row, plain, stands_beside
from ingest.metadata.material import Leaf, Material
from ingest.metadata.roles import Role, has_honours, in_one_row, label_of, labelled, looks_vietnamese, people, role_of
from ingest.model import Suggestion

_MOST = 20
_MOTTO = re.compile(r"\s+(?:CỘNG H|Cộng h)[OÒoò]")
_BRACKETED = re.compile(r"\([^()]+\)")
_LAID_OUT = re.compile(r"\W*trinh bay\b")
_LOCAL = ("tinh ", "huyen ", "xa ", "thanh pho ", "thi ", "quan ", "phuong ")
_COMMITTEES = ("uy ban nhan dan ", "ubnd ")
_AUTHOR = Role("creator", "author", 0.8)
_FOREIGN_AUTHOR = Role("creator", "author", 0.65)


def creators(material: Material) -> Iterator[Suggestion]:
    """Creators and contributors, each with the role that is printed beside the name."""
    for leaf in material.leaves:
        face = leaf in material.faces
        if leaf.prose and not face and not leaf.imprint:
            continue
        taken: set[Row] = set()
        yield from _by_label(leaf, material, taken, face=face)
        if face and not leaf.prose:
            yield from _by_remark(leaf, taken)
        if face:
            yield from _bare(leaf, material, taken)


def issuing_body(material: Material) -> Iterator[Suggestion]:
    """The authority at the head of its paper: the lowest named above its number, for what stands over it is the body
    that it belongs to.
    """
    if material.genre != "legal":
        return
    leaf = material.faces[0]
    number = min((row.top for row in leaf.rows if row.top < 0.3 and LEGAL_NUMBER.search(row.plain)), default=0.2)
    rows = [row for row in leaf.of("institution") if row.top < min(0.2, number) and row.left < 0.5]
    bodies: list[list[Row]] = []
    for row in rows:
        if bodies and row.plain.startswith(_LOCAL):
            bodies[-1].append(row)
        else:
            bodies.append([row])
    if not bodies:
        return
    body, above = bodies[-1], [row for one in bodies[:-1] for row in one]
    value = body_cased(_MOTTO.split(" ".join(row.text for row in body))[0], material)
    if is_general(value) and above and above[0].plain.startswith(_COMMITTEES):
        value = f"{value} {locality_of(body_cased(' '.join(row.text for row in above), material))}"
        body = [*above, *body]
    yield found("creator", value, 0.85, body, role="issuing-body")


def _by_label(leaf: Leaf, material: Material, taken: set[Row], *, face: bool) -> Iterator[Suggestion]:
    """ "Tác giả: …", the label over its names, and the label in a column of its own."""
    for at, row in enumerate(leaf.rows):
        told = labelled(row.text) or in_one_row(row)
        if _BRACKETED.fullmatch(row.text.strip()) and any(
            _is_below(row, one) and people(one.text) for one in leaf.rows[:at]
        ):
            continue  # it is said of the name above
        if told is None or (not face and ":" not in row.text and (leaf.prose or not leaf.imprint)):
            continue
        roles, value = told
        if roles[0].role == "editor" and not face:  # of the publishing house; what it has edited is all its books
            continue
        if material.genre in ("exam", "legal") or (_LAID_OUT.match(row.plain) and _is_book(leaf, material)):
            continue
        named = list(_after(leaf, at, value))
        for source, who, remark in named[:_MOST]:
            taken.update((row, source))
            own = role_of(remark)
            for role in (own,) if own is not None else roles:
                yield _suggested(who, role, (row, source) if source is not row else (row,))


def _is_book(leaf: Leaf, material: Material) -> bool:
    """Whether a house published the work: there "Trình bày" is said of who laid it out, not of a speaker."""
    return leaf.imprint or any(True for one in material.faces for _ in one.of("publisher"))


def _after(leaf: Leaf, at: int, value: str) -> Iterator[tuple[Row, str, str]]:
    """Everybody named after a label: on its row, in the column beside it, or on the rows below."""
    row = leaf.rows[at]
    value, rest = _before_next_label(value)
    told = people(value) if value else []
    yield from ((row, name, remark) for name, remark in told)
    if (value and not told) or rest:
        return
    if not value:
        beside = [one for one in leaf.rows if stands_beside(row, one)]
        for one in sorted(beside, key=lambda one: one.left)[:1]:
            told = people(_before_next_label(one.text)[0])
            yield from ((one, name, remark) for name, remark in told)
        if told:
            row = beside[0]
    yield from _rows_below(leaf, row, leaf.rows[at], first=not told)


def _rows_below(leaf: Leaf, row: Row, label: Row, *, first: bool) -> Iterator[tuple[Row, str, str]]:
    before = row
    for below in [one for one in leaf.rows if one.top > before.top and _over(label, one)][:12]:
        if leaf.kinds[leaf.rows.index(below)] not in ("text", "label", "section"):
            return
        apart = below.box is not None and below.top - before.bottom > (2.6 if first else 1.5) * max(
            below.size, before.size
        )
        told = people(below.text)
        if apart or not told or labelled(below.text) or not _trusted(below, told, label, first=first):
            return
        yield from ((below, name, remark) for name, remark in told)
        before, first = below, False


def _trusted(row: Row, told: Sequence[tuple[str, str]], label: Row, *, first: bool) -> bool:
    """Whether names on a row of their own belong to the label above: known ones, or printed like the label."""
    if has_honours(row.text) or all(looks_vietnamese(name) for name, _ in told):
        return True
    return first and row.box is not None and 0.7 < row.size / max(label.size, 1e-6) < 1.5 and not row.capitals


def _over(label: Row, row: Row) -> bool:
    """Whether the row stands below the label, in its column or one further right."""
    return label.box is None or row.box is None or row.right > label.left


def _before_next_label(value: str) -> tuple[str, str]:
    """The names before another label on the same row: "TỪ THỊ LƯỢNG · Bìa: ĐƯỜNG HỮU"."""
    match = re.search(r"[.;·|,\s]+([^\W\d_][^:;.·|,\d]{1,24}):\s", value + " ")
    if match is None or not people(value[: match.start()]):
        return re.sub(
            r"\W*(?:(?:Chức vụ|Đơn vị|ĐT|SĐT|Điện thoại|Lớp|Tổ|Năm sinh|Sinh năm|Trường)\b.*)$", "", value
        ), ""
    return value[: match.start()], value[match.start() :]


def _by_remark(leaf: Leaf, taken: set[Row]) -> Iterator[Suggestion]:
    """ "TẠ THU KHUÊ (Chủ biên)", and those who are named beside such people: their fellow authors."""
    at_work = False
    before: Row | None = None
    for row in leaf.rows:
        if row in taken:
            at_work = False
            continue
        told = people(row.text)
        roles = [role_of(remark) or _role_below(leaf, row) for _, remark in told]
        near = before is None or row.box is None or before.box is None or _follows(before, row)
        if not told or (not any(roles) and not (at_work and near)):
            at_work = False
            continue
        at_work, before = True, row
        taken.add(row)
        if plain(told[-1][1]).startswith("dong ") and len(told) > 1:  # "A – B (đồng Chủ biên)" says it of both
            roles = [role or roles[-1] for role in roles]
        for (name, _), role in zip(told, roles, strict=True):
            yield _suggested(name, role or (Role("creator", "author", 0.9)), (row,))


def _role_below(leaf: Leaf, row: Row) -> Role | None:
    """The role in brackets on a row of its own below a name: "(Sưu tầm)"."""
    below = next((one for one in leaf.rows if _is_below(one, row)), None)
    return role_of(below.text) if below is not None and _BRACKETED.fullmatch(below.text.strip()) else None


def _is_below(row: Row, name: Row) -> bool:
    """Whether a row stands right below a name."""
    if row.box is None or name.box is None or row.left > name.right or name.left > row.right:
        return False
    return row.top > name.top and row.top - name.bottom < 1.5 * name.size


def _follows(before: Row, row: Row) -> bool:
    """Whether a name stands below another like one of the same list."""
    return row.top - before.bottom < 2.2 * min(row.size, before.size) and 0.6 < row.size / max(before.size, 1e-6) < 1.5


def _bare(leaf: Leaf, material: Material, taken: set[Row]) -> Iterator[Suggestion]:
    """Names without a word of what they did, on a cover or over an article: with an academic title, or of a known
    surname.
    """
    largest = max((row.size for row in leaf.rows), default=0.0)
    text = (
        row for row in leaf.rows if row.right - row.left > 0.6 and not (row in material.title_rows or people(row.text))
    )
    end = min((row.top for row in text), default=1.0) if leaf.prose else 0.8
    translated = any(role.role == "translator" for role in map(label_of, leaf.rows) if role is not None)
    if leaf.prose and material.genre in ("lesson-plan", "exam", "legal"):
        return
    for row, kind in zip(leaf.rows, leaf.kinds, strict=True):
        if (
            row in taken
            or row in material.title_rows
            or kind not in ("text", "label")
            or row.top > end
            or row.size > 0.82 * largest > 0
        ):
            continue
        told = people(row.text)
        if not told or row.box is None or material.names.id_of("subjects", row.text) is not None:
            continue
        if has_honours(row.text):
            yield from (_suggested(name, _AUTHOR, (row,)) for name, _ in told)
        elif all(looks_vietnamese(name) and len(name.split()) > 1 for name, _ in told) and row.top < 0.6:
            unsure = Role("creator", "author", 0.62)
            yield from (_suggested(name, unsure, (row,)) for name, _ in told)
        elif translated and not any(looks_vietnamese(name) for name, _ in told) and row.top < 0.6:
            yield from (_suggested(name, _FOREIGN_AUTHOR, (row,)) for name, _ in told)


def _suggested(name: str, role: Role, rows: tuple[Row, ...]) -> Suggestion:
    places = list(chain.from_iterable(row.words for row in rows[-1:]))
    wanted = set(name.casefold().split())
    own = [word for word in places if word.text.casefold().strip(".,;:()–-") in wanted]
    held = [*(word for row in rows[:-1] for word in row.words), *(own or places)]
    return found(role.key, name, role.sure, rows, words=held, role=role.role)
