"""Text that nobody wrote and that an index cannot tell from Vietnamese books: its words are spread as theirs are.

Measured on 5.2 million syllables of laws, an encyclopaedia, a textbook and verse: a few hundred syllables are in most
documents and make two thirds of the text; some two thousand more come in those documents whose subject they belong to;
and one word in twelve is a name, a number or a foreign word, of which there are ever new ones (28,900 different words
in the first million, 80,600 in five million). ``python -m tests.benchmarks.made_texts`` prints the same figures of what
is made here.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import accumulate, pairwise
from math import log

from search import vietnamese

COMMON = (
    "và của các là có một được trong năm người với cho thành đã từ quốc những ở không này vào chính tại công nam số sự "
    "khi thể tháng đầu như đến ra để dân về đó nhà động sau trung theo định trên gia học nước quân thời việc đại ngày "
    "nhất thế nhiều việt bị sử bộ cũng hiện bản pháp quan lại đồng do hội làm kì dụng khác ông chỉ nhân liên phát hình "
    "chủ anh quyền lập hành cách chiến hợp thống giải hai giáo điều văn trường hơn lí độ tế lớn cao tự kết bằng phần "
    "tính thực giới tiếng còn viên trị phải thông tây hóa hoa lượng họ xuất sản cơ đông cuộc chức bắc thứ cùng hệ mĩ "
    "sinh ta kinh thường địa tiên thuộc cộng trước cả nhưng đối hòa mà châu hoặc khu tổng sẽ trình tên vụ loại hàng nó "
    "nhận cầu lực thủ vị tranh gọi tiếp ngoài phân tham minh vùng hay đội trở đường phương nguyên cấp qua rằng con phố "
    "bình gồm phủ vì thì nghĩa tạo đây lao nhật phía tới tỉnh ban nhiên tổ"
)
# Places in the order of frequency and the share of all syllables that the one there has; between, a power law.
SHARES = (
    (1, 0.0169), (10, 0.0071), (100, 0.0017), (200, 0.0011), (500, 0.00045), (1000, 0.000147), (2500, 0.00002),
)  # fmt: skip
EVERYWHERE = 110  # the most common syllables are in every record, the others where they belong to the subject
SUBJECT_WORDS = 260  # of one record, some of them pairs of syllables
ODD, NEW, SLOWING = 0.085, 15.5, 0.36  # the share of odd words, and how many of the n-th are new: NEW * n ** -SLOWING
SENTENCE, PARAGRAPH = 14, 5  # words, sentences
ONSETS = "b c ch d đ g gi h k kh l m n ng nh ph qu r s t th tr v x"
RHYMES = (
    "a ac ach ai am an ang anh ao ap at ay ăc ăm ăn ăng âm ân âng âp ât âu ây e em en eo êch ên ênh i ia ich iêc iêm "
    "iên iêt iêu im in inh it iu o oan oat oc oi om on ong ôc ôi ôn ông ôt ơi ơm ơn u ua uc ui un ung uôc uôi uôn uông "
    "uy ưa ưc ưi ưng ươc ươi ương ưt"
)
PLAIN = "aăâeêioôơuưy"
TONED = ("áắấéếíóốớúứý", "àằầèềìòồờùừỳ", "ảẳẩẻểỉỏổởủửỷ", "ãẵẫẽễĩõỗỡũữỹ", "ạặậẹệịọộợụựỵ")
FOREIGN = "a e i o u an en in on ar er or is us"


class MadeTexts:
    """Runs of words, record after record; the same for the same seed."""

    def __init__(self, seed: int = 7) -> None:
        self._chance = random.Random(seed)
        places = SHARES[-1][0]
        self._syllables = _syllables(self._chance, places)
        shares = [_share(place) for place in range(1, places + 1)]
        self._everywhere = list(accumulate(shares[:EVERYWHERE]))
        self._rest = list(accumulate(shares[EVERYWHERE:]))
        common = self._everywhere[-1] / (self._everywhere[-1] + self._rest[-1])
        self._kinds = list(accumulate(((1 - ODD) * common, (1 - ODD) * (1 - common), ODD)))
        self._onsets, self._ends = ONSETS.split(), FOREIGN.split()
        self._odd: list[str] = []
        self._second = {one: self._chance.choices(self._syllables, k=3) for one in self._syllables}

    def subject(self) -> list[str]:
        """The words of one record's subject, the most frequent first: syllables and pairs."""
        pool = self._syllables[EVERYWHERE:]
        words = self._chance.choices(pool, cum_weights=self._rest, k=SUBJECT_WORDS)
        return [f"{word} {self._chance.choice(self._second[word])}" if number % 3 else word
                for number, word in enumerate(words)]  # fmt: skip

    def words(self, subject: Sequence[str], size: int) -> list[str]:
        """About that many syllables of running text on that subject."""
        kinds = self._chance.choices((0, 1, 2), cum_weights=self._kinds, k=round(size / 1.25))
        common = self._chance.choices(self._syllables[:EVERYWHERE], cum_weights=self._everywhere, k=kinds.count(0))
        weights = list(accumulate(1 / (place + 12) for place in range(len(subject))))
        own = self._chance.choices(subject, cum_weights=weights, k=kinds.count(1))
        odd = [self._odd_word() for _ in range(kinds.count(2))]
        heaps = (common, own, odd)
        return [heaps[kind].pop() for kind in kinds]

    def page(self, subject: Sequence[str], size: int) -> str:
        """Sentences in paragraphs."""
        words = self.words(subject, size)
        sentences = [
            " ".join(words[start : start + SENTENCE]).capitalize() + "." for start in range(0, len(words), SENTENCE)
        ]
        paragraphs = [sentences[start : start + PARAGRAPH] for start in range(0, len(sentences), PARAGRAPH)]
        return "\n\n".join(" ".join(paragraph) for paragraph in paragraphs)

    def _odd_word(self) -> str:
        """A number, a name or a foreign word: a new one, or one that was there before."""
        seen = len(self._odd)
        if seen < 500 or self._chance.random() < NEW * seen**-SLOWING:
            word = self._new_word()
        else:
            word = self._chance.choice(self._odd)
        self._odd.append(word)
        return word

    def _new_word(self) -> str:
        if self._chance.random() < 0.25:
            return str(self._chance.randrange(10 ** self._chance.choice((2, 3, 4, 4, 5, 6))))
        parts = [
            self._chance.choice(self._onsets) + self._chance.choice(self._ends)
            for _ in range(self._chance.choice((2, 3, 3)))
        ]
        return "".join(parts).capitalize()


def _share(place: int) -> float:
    """The share of all syllables that the one at that place has."""
    for (low, high_share), (high, low_share) in pairwise(SHARES):
        if place <= high:
            slope = _ratio(high_share, low_share) / _ratio(high, low)
            return float(high_share * (place / low) ** -slope)
    return SHARES[-1][1]


def _ratio(one: float, other: float) -> float:
    return abs(log(one / other))


def _syllables(chance: random.Random, size: int) -> list[str]:
    """The common ones in their order, then as many others as a language has."""
    found = dict.fromkeys(COMMON.split())
    onsets, rhymes = ONSETS.split(), RHYMES.split()
    while len(found) < size:
        rhyme = chance.choice(rhymes)
        tone = chance.choice(TONED[0::4]) if rhyme[-1] in "cpt" or rhyme.endswith("ch") else chance.choice(("", *TONED))
        at = next((place for place, letter in enumerate(rhyme) if letter in "ăâêôơư"), 0)
        marked = tone[PLAIN.index(rhyme[at])] if tone else rhyme[at]
        found[chance.choice(onsets) + rhyme[:at] + marked + rhyme[at + 1 :]] = None
    return list(found)


def documents(records: int, pages: int, words: int = 280) -> Iterator[tuple[str, list[str]]]:
    """Title and pages of each record."""
    made = MadeTexts()
    for _ in range(records):
        subject = made.subject()
        yield " ".join(subject[:4]).capitalize(), [made.page(subject, words) for _ in range(pages)]


def _figures() -> None:
    seen: set[str] = set()
    within: Counter[str] = Counter()
    often: Counter[str] = Counter()
    total, count = 0, 1000
    for number, (_, pages) in enumerate(documents(count, 10), start=1):
        words = vietnamese.words("\n".join(pages))[0]
        total += len(words)
        seen.update(words)
        often.update(words)
        within.update(set(words))
        if number % 200 == 0:
            print(f"{total} words, {len(seen)} different")
    for place in (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000):
        word, times = often.most_common(place)[-1]
        print(f"{place:5} {word:10} share {times / total:.6f}, in {within[word] / count:.3f} of the records")


if __name__ == "__main__":
    _figures()
