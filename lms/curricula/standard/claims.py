"""Which words speak of the law, and so need a source beside them. Pure."""

import re

_LAW = re.compile(
    r"มาตรา\s*[0-9๐-๙]+|จำคุก|โทษปรับ|ปรับไม่เกิน|ประมวลกฎหมาย|พระราชบัญญัติ|พระราชกฤษฎีกา|พ\.\s?ร\.\s?บ\."
    r"|กฎกระทรวง|ราชกิจจานุเบกษา"
)


def legal_words(text: str) -> str:
    """The first words of `text` that make a legal claim of it; "" when there are none."""
    match = _LAW.search(text)
    return match[0] if match else ""
