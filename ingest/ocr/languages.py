"""Which Tesseract models read which language, and which of the allowed ones read a page first. Imports no parser.

Codes are those of records: BCP 47 ("vi", "zh-Hant"), ISO 639-1 or 639-3 ("jra"). Model names are Tesseract's own
(tessdata 4 and 5), mostly ISO 639-2.
"""

from collections.abc import Sequence
from dataclasses import dataclass

_MODELS = """
    afr af; amh am; ara ar arb; asm as; aze az azj; aze_cyrl az-cyrl; bel be; ben bn; bod bo tib; bos bs; bre br;
    bul bg; cat ca; ceb ceb; ces cs cze; chi_sim zh zho chi cmn zh-hans zh-cn zh-sg; chi_tra zh-hant zh-tw zh-hk
    zh-mo lzh yue zh zho chi cmn; chr chr; cos co; cym cy wel; dan da; deu de ger; deu_latf de-latf; div dv; dzo dz;
    ell el gre; eng en; enm enm; epo eo; equ zxx-zmth; est et ekk; eus eu baq; fao fo; fas fa per pes prs; fil fil
    tl tgl; fin fi; fra fr fre; frm frm; fry fy; gla gd; gle ga; glg gl; grc grc; guj gu; hat ht; heb he iw; hin hi;
    hrv hr; hun hu; hye hy arm; iku iu; ind id in; isl is ice; ita it; ita_old roa-ita; jav jv; jpn ja; kan kn; kat
    ka geo; kat_old oge; kaz kk; khm km; kir ky; kmr ku kur kmr; kor ko; lao lo; lat la; lav lv lvs; lit lt; ltz lb;
    mal ml; mar mr; mkd mk mac; mlt mt; mon mn khk; mri mi mao; msa ms may zsm zlm; mya my bur; nep ne npi; nld nl
    dut; nor no nb nn nob nno; oci oc; ori or ory; pan pa; pol pl; por pt; pus ps pbu pbt; que qu quz; ron ro rum
    mo; rus ru; san sa; sin si; slk sk slo; slv sl; snd sd; spa es; spa_old osp; sqi sq alb als; srp sr; srp_latn
    sr-latn; sun su; swa sw swh; swe sv; syr syr; tam ta; tat tt; tel te; tgk tg; tha th; tir ti; ton to; tur tr;
    uig ug; ukr uk; urd ur; uzb uz uzn; uzb_cyrl uz-cyrl; vie vi; yid yi ydd; yor yo
"""


def _table() -> dict[str, tuple[str, ...]]:
    table: dict[str, tuple[str, ...]] = {}
    for entry in _MODELS.split(";"):
        model, *codes = entry.split()
        for code in {model, *codes}:
            table[code] = (*table.get(code, ()), model)
    return table


MODELS = _table()
"""Code in lower case to the models that read it, the likelier first; a model's own name is a code too."""


@dataclass(frozen=True, slots=True)
class Choice:
    """Which model reads a page first, which others may look again, and the languages that none of them reads."""

    first: str
    others: tuple[str, ...] = ()
    lacking: tuple[str, ...] = ()

    @property
    def models(self) -> str:
        """All of them as the engine is asked, the first one first."""
        return "+".join((self.first, *self.others))


def models_for(code: str) -> tuple[str, ...]:
    """The models for a language code, by the whole code or by its first part; empty where Tesseract has none."""
    lowered = code.strip().lower().replace("_", "-")
    return MODELS.get(lowered) or MODELS.get(lowered.partition("-")[0], ())


def choose(allowed: str, record_languages: Sequence[str]) -> Choice:
    """Models among `allowed` (names joined by "+"), those of the record's languages first, in the record's order.

    Without languages, and where none of them has a model, the order is that of `allowed`. Several models of a
    record's language (simplified and traditional characters) are all taken, the likelier first.
    """
    names = tuple(dict.fromkeys(name for name in allowed.split("+") if name))
    wanted: list[str] = []
    lacking: list[str] = []
    for code in dict.fromkeys(record_languages):
        found = [model for model in models_for(code) if model in names]
        wanted.extend(found)
        if not found and code.strip():
            lacking.append(code)
    ordered = tuple(dict.fromkeys((*wanted, *names)))
    return Choice(ordered[0], ordered[1:], tuple(lacking))
