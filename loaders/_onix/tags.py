"""ONIX for Books: short tags by their reference names, and codes of its lists (https://www.editeur.org/93/Release-3.0-Downloads/)."""

from __future__ import annotations

SHORT = {
    "RecordReference": "a001", "NotificationType": "a002", "ProductIDType": "b221", "IDValue": "b244", "TitleType": "b202",
    "TitleText": "b203", "TitlePrefix": "b030", "TitleWithoutPrefix": "b031", "Subtitle": "b029", "DistinctiveTitle": "b028",
    "TitleElementLevel": "x409", "PartNumber": "x410", "SequenceNumber": "b034", "ContributorRole": "b035", "PersonName": "b036",
    "PersonNameInverted": "b037", "NamesBeforeKey": "b039", "PrefixToKey": "b247", "KeyNames": "b040", "NamesAfterKey": "b041",
    "SuffixToKey": "b248", "CorporateName": "b047", "EditionNumber": "b057", "EditionStatement": "b058", "LanguageRole": "b253",
    "LanguageCode": "b252", "LanguageOfText": "b059", "NumberOfPages": "b061", "ExtentType": "b218", "ExtentValue": "b219",
    "ExtentUnit": "b220", "SubjectHeadingText": "b070", "SubjectSchemeIdentifier": "b067", "TextTypeCode": "d102", "TextType": "x426",
    "Text": "d104", "ImprintName": "b079", "PublishingRole": "b291", "PublisherName": "b081", "CityOfPublication": "b209",
    "PublicationDate": "b003", "YearFirstPublished": "b088", "CopyrightYear": "b087", "PublishingDateRole": "x448", "Date": "b306",
    "TitleOfSeries": "b018", "NumberWithinSeries": "b019", "CollectionType": "x329", "WebsiteLink": "b295", "NameIDType": "x415",
    "ProductForm": "b012", "MainDescription": "d101",
}  # fmt: skip
ROLES = {
    "author": ("A01", "A02", "A03", "A09", "A10", "A11", "A21", "A38", "A99"),
    "editor": ("B01", "B02", "B04", "B10", "B11", "B12", "B13", "B14", "B15", "B16", "B18", "B20", "B21", "B22", "B23", "B24", "C01"),
    "translator": ("B06", "B08", "B10"),
    "collection-editor": ("B09",),
}
"""CSL role → codes of list 17, of which B10 is an editor's and translator's."""
FORMS = {"A": "song", "V": "motion_picture", "C": "map", "D": "software"}
"""First letter of list 7 and 150 → type of CSL, where the product is no book."""
