"""One question of each type, and a strategy that makes any question."""

from collections.abc import Callable

from hypothesis import strategies as st

from lms.curricula.questions import (
    Action,
    Decoy,
    Difficulty,
    Judgement,
    Matching,
    Multiple,
    Option,
    Ordering,
    Pair,
    Question,
    Short,
    Single,
    Situational,
    TrueFalse,
)
from lms.thai import fold, normalise, one_line

SINGLE = Single(
    id="q01",
    objective="o1",
    difficulty=Difficulty.EASY,
    sources=("S54",),
    prompt="เด็กหมายถึงบุคคลอายุต่ำกว่ากี่ปี",
    options=(
        Option("15 ปี", feedback="น้อยไป"),
        Option("18 ปี", correct=True, feedback="ถูกต้อง"),
        Option("20 ปี"),
    ),
)
MULTIPLE = Multiple(
    id="q02",
    objective="o1",
    difficulty=Difficulty.MEDIUM,
    prompt="ข้อใดทำได้",
    options=(
        Option("รับฟัง", correct=True),
        Option("ค้นบ้าน", feedback="ไม่ใช่อำนาจของอาสาสมัคร"),
        Option("จดตามจริง", correct=True),
        Option("สอบสวน"),
        Option("ส่งต่อ", correct=True),
    ),
    feedback="เห็น ฟัง บอก ส่งต่อ",
)
TRUE_FALSE = TrueFalse(
    id="q03",
    objective="o1",
    difficulty=Difficulty.EASY,
    prompt="เล่นดนตรีเปิดหมวกเป็นการขอทาน",
    answer=False,
    if_true="ยังไม่ใช่ เพราะขายความสามารถ",
    if_false="ถูกต้อง เป็นการแสดง",
)
MATCHING = Matching(
    id="q04",
    objective="o2",
    difficulty=Difficulty.MEDIUM,
    prompt="จับคู่",
    pairs=(
        Pair("พส.", "กรมพัฒนาสังคมและสวัสดิการ"),
        Pair("1300", "สายด่วน", "โทรได้ทุกวัน"),
        Pair("กอพม.", "คณะกรรมการ"),
    ),
    extra=(Decoy("ศูนย์ดำรงธรรม", "อยู่คนละกระทรวง"),),
)
ORDERING = Ordering(
    id="q05",
    objective="o2",
    difficulty=Difficulty.HARD,
    prompt="เรียงลำดับ",
    items=("เห็น", "ฟัง", "บอก", "ส่งต่อ"),
    feedback="ฟังก่อนจึงบอกได้",
)
SHORT = Short(
    id="q06",
    objective="o2",
    difficulty=Difficulty.EASY,
    prompt="แจ้งภายในกี่ชั่วโมง",
    accept=("72", "72 ชั่วโมง", "PDPA"),
)
SITUATIONAL = Situational(
    id="q07",
    objective="o2",
    difficulty=Difficulty.HARD,
    sources=("practice",),
    situation="ยายคนหนึ่งนั่งขอเงินหน้าตลาด\nหลานเล็ก ๆ นั่งข้าง ๆ",
    prompt="ท่านควรทำอย่างไรเป็นอันดับแรก",
    options=(
        Action("ให้เงินแล้วเดินต่อ", Judgement.WRONG, "ไม่ช่วยให้เข้าถึงบริการ"),
        Action("ทักทายและฟัง", Judgement.BEST, "เหมาะสมที่สุด เริ่มจากความไว้ใจ"),
        Action("โทรปรึกษาเจ้าหน้าที่", Judgement.ACCEPTABLE, "ทำได้ แต่ยังไม่รู้เรื่อง"),
        Action("ถ่ายภาพส่งกลุ่ม", Judgement.WRONG, "ละเมิดความเป็นส่วนตัว"),
    ),
)
ALL: tuple[Question, ...] = (
    SINGLE,
    MULTIPLE,
    TRUE_FALSE,
    MATCHING,
    ORDERING,
    SHORT,
    SITUATIONAL,
)

letters = st.text(alphabet="กขคงจฉaBc12 ่้ำา\u200b", min_size=1, max_size=12)
line = letters.map(one_line).filter(bool)
prose = letters.map(lambda text: normalise(text).strip())


def questions() -> st.SearchStrategy[Question]:
    common = {
        "id": line,
        "objective": line,
        "difficulty": st.sampled_from(Difficulty),
        "prompt": prose.filter(bool),
        "sources": st.lists(line, max_size=2).map(tuple),
        "feedback": prose,
    }
    several = st.lists(line, min_size=3, max_size=6, unique=True)
    return st.one_of(
        st.builds(Single, options=several.flatmap(_options(1, 1)), **common),
        st.builds(Multiple, options=several.flatmap(_options(1, 2)), **common),
        st.builds(TrueFalse, answer=st.booleans(), **common),
        st.builds(
            TrueFalse,
            answer=st.booleans(),
            if_true=prose,
            if_false=prose,
            **(common | {"feedback": st.just("")}),
        ),
        st.builds(
            Situational,
            situation=prose.filter(bool),
            options=several.flatmap(_actions),
            **common,
        ),
        st.builds(Matching, pairs=several.flatmap(_pairs), **common),
        st.builds(Ordering, items=several.map(tuple), **common),
        st.builds(
            Short, accept=st.lists(line.filter(fold), min_size=1, max_size=3).map(tuple), **common
        ),
    )


def _options(
    fewest: int, most: int
) -> Callable[[list[str]], st.SearchStrategy[tuple[Option, ...]]]:
    def build(texts: list[str]) -> st.SearchStrategy[tuple[Option, ...]]:
        count = st.integers(fewest, most)
        return st.builds(
            lambda right, feedback: tuple(
                Option(text, place < right, feedback) for place, text in enumerate(texts)
            ),
            count,
            prose,
        )

    return build


def _actions(texts: list[str]) -> st.SearchStrategy[tuple[Action, ...]]:
    others = st.sampled_from([Judgement.ACCEPTABLE, Judgement.WRONG])
    best = st.builds(Action, st.just(texts[0]), st.just(Judgement.BEST), prose)
    rest = (st.builds(Action, st.just(text), others, prose) for text in texts[1:])
    return st.tuples(*rest, best)


def _pairs(lefts: list[str]) -> st.SearchStrategy[tuple[Pair, ...]]:
    return st.tuples(*(st.builds(Pair, st.just(left), line, prose) for left in lefts))
