"""`::: check`, a question inside a lesson: its tokens put into the order in which it is written.

    ::: check
    The question

    - [ ] An option
      > Why it is not right
    - [x] The right one
      > Why it is
    :::

What does not belong there is kept, so that it is checked like the rest, and noted in the opening
token's `meta["wrong"]` as (code, line, words).
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TypeAlias

from markdown_it.token import Token

Block: TypeAlias = list[Token]
_BOX = re.compile(r"\[([ xX])\](?:\s+|$)")
_PLAIN = {"text", "softbreak", "hardbreak", "strong_open", "strong_close", "em_open", "em_close"}
VERDICTS = {True: "ถูกต้อง", False: "ยังไม่ใช่"}


@dataclass(frozen=True, slots=True)
class _Option:
    """`words` is the inline token of what may be chosen."""

    right: bool
    words: Token
    feedback: list[Block]

    @property
    def line(self) -> int:
        return _line([self.words])


def with_check(opening: Token, inside: Block, number: int) -> Block:
    """The tokens of the box that `opening` opens, whose insides are `inside`."""
    prompt, options, strays = _parted(inside)
    opening.type, opening.meta = "check_open", {"number": number}
    opening.meta["wrong"] = list(_wrong(opening, prompt, options, strays))
    tokens = [opening, *_flat(prompt)]
    for place, option in enumerate(options):
        meta = {"right": option.right, "name": f"check-{number}", "first": place == 0}
        tokens += [Token("check_option_open", "", 1, meta=meta), option.words]
        tokens += [Token("check_answer_open", "", 0, meta=meta), *_flat(option.feedback)]
        tokens.append(Token("check_option_close", "", -1))
    return [*tokens, *_flat(strays), Token("check_close", "", -1)]


def _parted(inside: Block) -> tuple[list[Block], list[_Option], list[Block]]:
    """The prompt, the options, and what is neither."""
    prompt: list[Block] = []
    options: list[_Option] = []
    strays: list[Block] = []
    for block in _blocks(inside):
        if block[0].type == "bullet_list_open" and not options:
            for item in _blocks(block[1:-1]):
                option = _option(item)
                if option:
                    options.append(option)
                else:
                    strays.append(item[1:-1])
        elif block[0].type == "paragraph_open" and not options:
            prompt.append(block)
        else:
            strays.append(block)
    return prompt, options, strays


def _option(item: Block) -> _Option | None:
    """An option; None when the item is made otherwise."""
    first, *rest = [*_blocks(item[1:-1])] or [[]]
    words = first[1] if len(first) == 3 and first[1].type == "inline" else None
    text = words.children[0] if words and words.children else None
    box = _BOX.match(text.content) if text and text.type == "text" else None
    if not (words and text and box) or any(block[0].type != "blockquote_open" for block in rest):
        return None
    text.content = text.content[box.end() :]
    right = box[1] != " "
    feedback = [inner for block in rest for inner in _blocks(block[1:-1])]
    if any(child.type not in {*_PLAIN, "source"} for child in words.children or []):
        return None
    _drop_verdict(feedback, right)
    _move_sources(words, feedback)
    return _Option(right, words, feedback)


def _drop_verdict(feedback: list[Block], right: bool) -> None:
    """The answer opens with its verdict already."""
    for token in _flat(feedback[:1]):
        if token.type == "inline" and token.children and token.children[0].type == "text":
            text = token.children[0]
            text.content = text.content.removeprefix(f"{VERDICTS[right]} ").lstrip()


def _move_sources(words: Token, feedback: list[Block]) -> None:
    """A link inside of what is pressed could not be reached: its sources stand in the answer."""
    children = words.children or []
    inline = [token for token in _flat(feedback) if token.type == "inline"]
    if inline:
        words.children = [child for child in children if child.type != "source"]
        inline[-1].children = [
            *(inline[-1].children or []),
            *(child for child in children if child.type == "source"),
        ]


def _wrong(
    opening: Token, prompt: list[Block], options: list[_Option], strays: list[Block]
) -> Iterator[tuple[str, int, dict[str, str]]]:
    line = _line([opening])
    if len(opening.info.split()) > 1:
        yield "check_stray", line, {}
    if not prompt:
        yield "check_no_prompt", line, {}
    if len(options) < 2:
        yield ("check_few_options" if options else "check_no_options"), line, {}
    count = sum(option.right for option in options)
    if options and count != 1:
        yield "check_right", line, {"count": str(count)}
    for option in options:
        if not any(token.content.strip() for token in _flat(option.feedback)):
            yield "check_no_feedback", option.line, {}
    for stray in [*strays, *_strays(options)]:
        yield "check_stray", _line(stray), {}


def _strays(options: list[_Option]) -> Iterator[Block]:
    """Feedback is paragraphs."""
    for option in options:
        yield from (block for block in option.feedback if block[0].type != "paragraph_open")


def _blocks(tokens: Iterable[Token]) -> Iterator[Block]:
    """Tokens parted into the outermost blocks."""
    depth = 0
    block: Block = []
    for token in tokens:
        block.append(token)
        depth += token.nesting
        if depth == 0:
            yield block
            block = []


def _flat(blocks: Iterable[Block]) -> Block:
    return [token for block in blocks for token in block]


def _line(block: Block) -> int:
    return next((token.map[0] + 1 for token in block if token.map), 1)
