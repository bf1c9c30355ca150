"""The last gate: only elements and attributes that our own writer writes get through."""

import nh3

_TAGS = {
    *("p", "br", "hr", "strong", "em", "code", "pre", "blockquote", "a", "sup", "span"),
    *("h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "div", "section", "figure", "figcaption"),
    *("table", "thead", "tbody", "tr", "th", "td", "img", "video", "audio", "track"),
    *("details", "summary", "dl", "dt", "dd"),
}
_ATTRIBUTES = {
    "*": {"id", "class"},
    "a": {"href", "download", "rel"},
    "div": {"role", "aria-labelledby"},
    "section": {"aria-labelledby"},
    "details": {"name"},
    "span": {"lang"},
    "ol": {"start"},
    "img": {"src", "alt", "width", "height", "loading", "decoding"},
    "video": {"src", "controls", "preload"},
    "audio": {"src", "controls", "preload"},
    "track": {"src", "kind", "srclang", "label", "default"},
}
_SCHEMES = {"https", "mailto", "tel"}


def clean(html: str, *, ids: bool = True) -> str:
    """`html` without anything that could run, frame, style or track; without `ids` it may stand
    beside another on one page."""
    return nh3.clean(
        html,
        tags=_TAGS,
        attributes=_ATTRIBUTES if ids else {**_ATTRIBUTES, "*": {"class"}},
        url_schemes=_SCHEMES,
        link_rel=None,
    )
