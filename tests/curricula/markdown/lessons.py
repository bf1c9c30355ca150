"""What the lessons of these tests may refer to."""

from bs4 import BeautifulSoup

from lms.curricula.glossary import Term
from lms.curricula.markdown import Rendered, render
from lms.curricula.sources import MediaRef, Source, SourceMark

SOURCES = {
    "S61": Source("พ.ร.บ.คุ้มครองเด็ก", "ราชกิจจานุเบกษา"),
    "S62": Source("คำอธิบาย <มาตรา 41>", "หน้า 5", SourceMark.PARTIAL),
}
FILES = {
    "media/map.svg": MediaRef("/media/1/map.svg", 3_100, 640, 360),
    "media/แผนที่.png": MediaRef("/media/1/x.png", 20_000),
    "media/form.pdf": MediaRef("/media/1/form.pdf", 120_000),
    "media/talk.mp4": MediaRef("/media/1/talk.mp4", 2_340_000),
    "media/talk.vtt": MediaRef("/media/1/talk.vtt", 900),
    "media/talk.mp3": MediaRef("/media/1/talk.mp3", 800),
}
GLOSSARY = {
    "พมจ.": Term("สำนักงานของ <จังหวัด> ต่าง ๆ", "provincial office"),
    "ผู้เสียหาย": Term("ผู้ที่ถูกทำร้าย", sources=("S61",)),
}


def made(text: str) -> Rendered:
    return render(text, SOURCES, FILES.get, GLOSSARY)


def soup(text: str) -> BeautifulSoup:
    return BeautifulSoup(made(text).html, "html.parser")


def faults(text: str) -> list[tuple[int, str]]:
    return [(int(fault.path[0]), fault.code) for fault in made(text).faults]
