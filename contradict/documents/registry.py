"""Which reader reads which file: one entry a format."""

from __future__ import annotations

from contradict.documents.chat import ChatReader
from contradict.documents.email_message import EmailReader
from contradict.documents.parliament_xml import ParliamentReader
from contradict.documents.pdf import PdfReader
from contradict.documents.subtitles import SubtitleReader
from contradict.documents.tables import StatementTableReader
from contradict.documents.text import TextReader
from contradict.documents.webpage import WebpageReader
from contradict.documents.word import WordReader
from contradict.protocols import Reader
from contradict.settings import Settings

# A new format is one file with one class (see contradict.protocols.Reader) and one entry here.
READERS = (
    TextReader,
    WebpageReader,
    StatementTableReader,
    SubtitleReader,
    ChatReader,
    PdfReader,
    WordReader,
    EmailReader,
    ParliamentReader,
)


def readers_by_suffix(settings: Settings) -> dict[str, Reader]:
    """Suffix with its dot, in lower case -> reader, in the order of READERS."""
    return {
        suffix: reader
        for make in READERS
        for reader in (make(settings),)
        for suffix in reader.suffixes
    }
