"""Zotero's types of entries → types of CSL (https://aurimasv.github.io/z2csl/typeMap.xml)."""

from __future__ import annotations

_BY_TYPE = {
    "artwork": "graphic", "audioRecording": "song", "bill": "bill", "blogPost": "post-weblog", "book": "book", "bookSection": "chapter",
    "case": "legal_case", "computerProgram": "software", "conferencePaper": "paper-conference", "dataset": "dataset",
    "dictionaryEntry": "entry-dictionary", "document": "document", "email": "personal_communication",
    "encyclopediaArticle": "entry-encyclopedia", "film": "motion_picture", "forumPost": "post", "hearing": "hearing",
    "instantMessage": "personal_communication", "interview": "interview", "journalArticle": "article-journal",
    "letter": "personal_communication", "magazineArticle": "article-magazine", "manuscript": "manuscript", "map": "map",
    "newspaperArticle": "article-newspaper", "patent": "patent", "podcast": "broadcast", "preprint": "article",
    "presentation": "speech", "radioBroadcast": "broadcast", "report": "report", "standard": "standard", "statute": "legislation",
    "thesis": "thesis", "tvBroadcast": "broadcast", "videoRecording": "motion_picture", "webpage": "webpage",
}  # fmt: skip
_BY_CLASS = {"Article": "article-journal", "Book": "book", "BookSection": "chapter", "Thesis": "thesis", "Report": "report"}


def csl_type_of(type_: str, class_: str) -> str:
    """The type of an entry, by its z:itemType, else by the class of its node."""
    return _BY_TYPE.get(type_) or _BY_CLASS.get(class_, "document")
