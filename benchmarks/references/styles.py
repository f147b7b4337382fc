"""Citation styles as templates: how the lists of the field print an article, a chapter and a book.

`{A}` authors, `{E}` editors, `{Q}` the authors as editors, `{T}` title, `{J}` journal, `{B}` book, `{V}` volume, `{I}` issue, `{P}` pages,
`{F}` first page, `{Y}` year, `{H}` publisher, `{L}` place, `{D}` DOI, `{X}` "2nd", `{W}` "Second", `{S}` series; `{.}` is a stop unless the text
before it ends in one. `{R}` a series of reports, `{U}` a university, `{G}` a meeting where a paper was given. `<a|b>` is one of several, `~…~` stands only if all its fields are there, `#` is a number,
`@` a month or nothing, `%` a day.
"""

# ruff: noqa: E501, Q003, RUF005 - templates read best one a line, with the quotation marks they print, lists of them joined by +
from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Style:
    """The forms of its names and its templates; `langs` the languages it is used for, `weight` how often."""

    names: tuple[str, ...]
    editors: tuple[str, ...]
    article: tuple[str, ...]
    chapter: tuple[str, ...] = ()
    book: tuple[str, ...] = ()
    langs: str = "en"
    weight: int = 10


_THESIS = "<Ph.D. thesis|Unpublished Ph.D. thesis|Doctoral dissertation|PhD diss.|Dissertation|Diplomarbeit|Thèse de doctorat|Master's thesis|Unveröffentlichte Dissertation>"
_HOUSE = "<{L}: {H}|{L}: {H}|{L}: {H}|{L}, {H}|{L} : {H}|{H}, {L}|({L}, {H})|{H}|{L}>"
_DOI = "<{.}|{.}|{.}|{.}|{.}||. https://doi.org/{D}|. doi:{D}|. DOI: {D}>"
_QUOTED = "<“{T}.” |{T}{.} |{T}{.} |‘{T}’, |'{T}', |\"{T}.\" >"
_YEAR = "<{.} {Y}. |{.} {Y}. |{.} {Y}. |{.} Forthcoming. | (in press) | ({Y}) | ({Y}) | ({Y}). | ({Y}). |, {Y}, | {Y}. | ({Y}): | ({Y}), >"

STYLES = (
    Style(  # APA
        names=("inverted initials, &", "inverted initials &", "tight, &"),
        editors=("initials, &", "initials &"),
        article=("{A} ({Y}<). |): |. @). |), >{T}{.} {J}, {V}~({I})~, {P}" + _DOI,
                 "{A} ({Y}). {T}{.} ({E}, Ed<s|>.) {J}, {V}~ ({I})~, {P}.", "{A} ({Y}). {T}{.} {J}, {V}~({I})~, Article {F}" + _DOI,
                 "{A} ({Y}, March #). {T}{.} {J}, {V}~({I})~, {P}.", "{A} ({Y}). {T}{.} {J}. Advance online publication" + _DOI),
        chapter=("{A} ({Y}). {T}{.} In {E} (Ed<s|>.), {B} (~{X} ed., ~pp. {P}). " + _HOUSE + ".", "{A} ({Y}). {T}{.} In {E} (<Eds.|Hrsg.>), {B} (<pp.|S.> {P}). {H}.",
                 "{A} ({Y}). {T}{.} <In |>{B} (<pp.|p.|S.> {P}). " + _HOUSE + ".", "{A} ({Y}). {T}{.} In {B}. {H}."),
        book=("{A} ({Y}). {T}~ ({X} ed.)~{.} " + _HOUSE + ".", "{Q} (Eds.). ({Y}). {T}{.} " + _HOUSE + ".",
              "{A} ({Y}). {T}<{.} | (>" + _THESIS + "<, |). >{U}.", "{A} ({Y}). {T} (<|{U} >{R} No. {V}). " + _HOUSE + ".", "{A} ({Y}). {T}. {G}<, {L}|. {L}|>."),
        langs="en de fr es it pt nl pl", weight=10,
    ),
    Style(  # Chicago author-date and its relatives, Harvard
        names=("inverted/natural, &&", "inverted, &&", "inverted initials/initials &&", "inverted initials, &&", "tight, &&", "natural &&"),
        editors=("natural &&", "initials &&", "inverted initials &&"),
        article=tuple(
            "{A}" + _YEAR + _QUOTED + "{J}" + numbers + _DOI
            for numbers in (" {V}~ ({I})~: {P}", " {V}~({I})~:{P}", ", {V}~({I})~, pp. {P}", ", Vol. {V}~, No. {I}~, pp. {P}", ", vol. {V}~, no. {I}~, {P}",
                            ", {V}~ ({I})~, {P}", ", ~no. {I}, ~{P}", " {V}", " {V}: {F}", ", %", ", %, p. {F}", ", {V}~, {I}~")
        ) + ("{A}" + _YEAR + _QUOTED + "{J}. In press.", "{A}" + _YEAR + "<{T}|“{T}”|‘{T}’>, {R} <No. |no. ||, >{V}, {L}: {H}."),
        chapter=(
            "{A}" + _YEAR + _QUOTED + "<In |in |In: ><{B}, edited by {E}, {P}. |{B}, ed. {E}, {P}. |{B}, eds. {E}, {P}. >" + _HOUSE + ".",
            "{A}" + _YEAR + _QUOTED + "<In |in |In: >{E} (<eds.|ed.|eds|Eds.>)<, | |: >{B}<. |, >" + _HOUSE + "<, pp. |, |: >{P}.",
            "{A}" + _YEAR + _QUOTED + "In {B}<. Edited by |, edited by >{E}. " + _HOUSE + ", pp. {P}.",
            "{A}" + _YEAR + _QUOTED + "In Proceedings of the # Conference on {B}<. |, >{H}, {L}, {P}.",
        ),
        book=("{A}" + _YEAR + "{T}<. |, >~{X} <edn|ed.>, ~" + _HOUSE + ".", "{Q}, eds" + _YEAR + "{T}. " + _HOUSE + ".", "{A}" + _YEAR + "{T}. {S} #. " + _HOUSE + ".",
              "{A}" + _YEAR + _QUOTED + "<|Unpublished >" + _THESIS + "<, |. >{U}.", "{A}" + _YEAR + _QUOTED + "{R} <No. |No||>{V}<. |, >{U}<|, {L}>.", "{Q}<, | (|. (>ed<s|>.<, |) |). >{Y}. {T}. " + _HOUSE + ".", "{A}" + _YEAR + _QUOTED + "{G}, {L}, @ {Y}."),
        langs="en de fr es it pt nl", weight=18,
    ),
    Style(  # commas after a natural name: "Anna Lind (2014), Title, Fifth Edition, Publisher, Place."
        names=("natural, &&", "natural &&", "inverted, &&", "tight &&"),
        editors=("natural &&",),
        article=("{A} ({Y}), <‘{T}’|“{T}”|{T}>, {J}, <{V}~({I})~: {P}|{V}, {P}|Vol. {V}~, No. {I}~, pp. {P}>.",),
        chapter=("{A} ({Y}), <‘{T}’|“{T}”|{T}>, in {E} (eds), {B}, {L}: {H}, pp. {P}.",),
        book=("{A}< ({Y}), | {Y}, | ({Y}) >{T}, ~<{X} edn|{X} edition|{W} Edition|rev. ed.>, ~{H}, {L}<.||. # pp.>",),
        langs="en de fr es it", weight=6,
    ),
    Style(  # Chicago notes
        names=("natural, &&", "natural &&"),
        editors=("natural &&",),
        article=("<#. |>{A}, <“{T},” |‘{T}’, |'{T}', |\"{T},\" >{J} {V}~, no. {I}~ (<@ |>{Y}): {P}.",),
        chapter=("<#. |>{A}, “{T},” in {B}, ed. {E} ({L}: {H}, {Y}), {P}.", "{A}, ‘{T}’, in {E} (eds), {B}, {L}: {H}, {Y}, pp. {P}."),
        book=("<#. |>{A}, {T}~, {X} ed.~ ({L}: {H}, {Y})<, {F}.|.>", "{A}, {T}, {L}: {H}, {Y}<, p. {F}.|.>"),
        langs="en en en fr", weight=6,
    ),
    Style(  # MLA and Chicago's bibliography
        names=("inverted/natural, &&", "inverted/natural &&"),
        editors=("natural &&",),
        article=("{A}{.} “{T}.” {J}, vol. {V}~, no. {I}~, <@ |>{Y}, pp. {P}<.|, doi:{D}.>", "{A}{.} “{T}.” {J} {V}~, no. {I}~ ({Y}): {P}.", "{A}{.} “{T}.” {J} {V}~.{I}~ ({Y}): {P}. Print."),
        chapter=("{A}{.} “{T}.” {B}, edited by {E}, {H}, {Y}, pp. {P}.", "{A}{.} “{T}.” In {B}, edited by {E}, {P}. {L}: {H}, {Y}.", "{A}{.} “{T}.” {B}. Ed. {E}. {L}: {H}, {Y}. {P}. Print.", "{A}{.} “{T}.” {B}. {L}: {H}, {Y}. {P}<. Print|>."),
        book=("{A}{.} {T}{.} ~{X} ed., ~{H}, {Y}.", "{A}{.} {T}{.} {L}: {H}, {Y}.", "{A}{.} {T}{.} {L}: {H}, {Y}. Print."),
        langs="en en fr", weight=8,
    ),
    Style(  # Vancouver and Springer
        names=("bare",),
        editors=("bare",),
        article=("<|#. |[#] >{A}{.} {T}{.} {J}<. | >{Y}<| Mar| Nov 12>;{V}~({I})~:{P}.", "{A} ({Y}) {T}{.} {J} {V}~({I})~:{P}<.|. https://doi.org/{D}>", "{A}: {T}{.} {J} {Y}, {V}~({I})~:{P}."),
        chapter=("<|#. |[#] >{A}{.} {T}{.} In: {E}, editors. {B}. ~{X} ed. ~{L}: {H}; {Y}. p. {P}.", "{A} ({Y}) {T}{.} In: {E} (eds) {B}. {H}, {L}, pp {P}."),
        book=("<|#. |[#] >{A}{.} {T}{.} ~{X} ed. ~{L}: {H}; {Y}<.|. # p.>", "{A} ({Y}) {T}<. |, {X} edn. >{H}, {L}"),
        weight=11,
    ),
    Style(  # IEEE, ACM and the comma styles of the sciences
        names=("initials, &&", "initials &&", "initials,"),
        editors=("initials &&",),
        article=("<|[#] >{A}, “{T},” {J}, vol. {V}~, no. {I}~, pp. {P}, @ {Y}.", "<|[#] >{A}, <{T}, |\"{T},\" >{J}< |, >{V} ({Y}) {P}.", "{A}. {T}{.} {J}, {V}~({I})~:{P}, <@ |>{Y}."),
        chapter=("<|[#] >{A}, “{T},” in <Proc. # Int. Conf. on |>{B}, ~{E}, Eds. ~{L}, {Y}, pp. {P}.", "{A}. {T}{.} In {E}, editors, {B}, pages {P}. {H}, {L}, {Y}.",
                 "{A}. {T}{.} In <Proceedings of the # Conference on |>{B}, pages {P}, {Y}.", "{A}. {T}{.} In {B}, volume {V} of {S}, pages {P}. {H}, {Y}.",
                 "{A}. “{T},” {B}, {L}, @ {Y}, pages {P}.", "{A}. {T}{.} {B}, <pages |pp. >{P}, {Y}.", "{A}. {T}{.} In {B}. {H}, {L}, <pages |pp. >{P}, {Y}.", "{A}. {T}{.} @ {Y}. {B}, pages {P}."),
        book=("<|[#] >{A}, {T}~, {X} ed.~ {L}: {H}, {Y}.", "{A}. {T}. {H}, <{L}, |>{Y}.", "{A}, <\"{T}\"|“{T}”>, {H}, {L} ({Y})."),
        weight=10,
    ),
    Style(  # computer science: Springer's lecture notes, AAAI
        names=("tight,", "inverted initials,", "inverted initials; &"),
        editors=("tight,", "inverted initials,"),
        article=("<|#. |[#] >{A}: {T}{.} {J} {V}~({I})~, {P} ({Y})", "{A} {Y}. {T}{.} {J}, {V}~({I})~: {P}."),
        chapter=("<|#. |[#] >{A}: {T}{.} In: {E} (eds.) {B}, <vol. #, |>pp. {P}. {H}, {L} ({Y})", "{A}: {T}{.} In: {B}, pp. {P} ({Y})", "{A} {Y}. {T}{.} In {B}, {P}. {H}."),
        book=("<|#. |[#] >{A}: {T}{.} {H}, {L} ({Y})", "{A} {Y}. {T}. {L}: {H}."),
        weight=8,
    ),
    Style(  # ACS and MDPI's numbered lists
        names=("tight;", "inverted initials;"),
        editors=("tight;", "inverted initials;"),
        article=("<|#. |[#] >{A}{.} {T}{.} {J} {Y}, {V}~ ({I})~, {P}<.|. https://doi.org/{D}.>", "<|#. >{A}{.} {T}{.} {J} {Y}, {V}, {F}."),
        chapter=("<|#. >{A}{.} {T}{.} In {B}; ~{X} ed.; ~{E}, Ed<s|>.; {H}: {L}, {Y}; pp. {P}.", "<|#. >{A}{.} {T}{.} In {B}; {H}: {L}, {Y}; Volume {V}, pp. {P}.",
                 "<|#. >{A}{.} {T}{.} In Proceedings of the # Conference on {B}, {L}, @ {Y}; pp. {P}."),
        book=("<|#. >{A}{.} {T}; ~{X} ed.; ~{H}: {L}, {Y}<.|; pp. {P}.>", "<|#. >{A}{.} {T}; {H}: {L}, {Y}; ISBN 978#.", "<|#. >{Q}, Eds. {T}; {H}: {L}, {Y}."),
        weight=12,
    ),
    Style(  # physics and chemistry: no title
        names=("initials,", "initials &&", "bare", "inverted initials;"),
        editors=("initials &&",),
        article=("{A}, {J} {V}<, |:>{F} ({Y})<.|;|>", "{A}, {J} {V} ({Y}) {F}<.|>", "{A}{.} {J} {Y}, {V}, {P}.", "{A}, “{T},” {J} {V}, {F} ({Y}).", "{A}, {J} {V}, {F}, {Y}.", "{A}, {T}, {J} {V} ({Y}) {F} [arXiv:1512.#].", "“{T},” {A}, {J} {V}, {F} ({Y})."),
        chapter=("{A}, in {B} ({H}, {L}, {Y}), p. {F}.", "{A} {Y}, in {B}, ed. {E} ({L}: {H}), {F}"),
        book=("{A}, {T} ({H}, {L}, {Y})<.|, p. {F}.>",),
        weight=4,
    ),
    Style(  # German social science
        names=("inverted/", "inverted;", "inverted /", "inverted initials/", "inverted initials;", "tight/", "inverted, &&", "inverted initials, &&", "natural/", "natural &&", "upper initials &&"),
        editors=("inverted/", "inverted initials/", "natural &&", "initials &&", "inverted;", "initials/"),
        article=tuple(
            "{A}" + lead + "<{T}|{T}|{T}|„{T}“|»{T}«|\"{T}\"><{.} |{.} In: |, in: |, >{J}" + numbers + "<, S. |, |: |, S.>{P}<.|>"
            for lead in (" ({Y}): ", " ({Y}), ", ", {Y}: ", " {Y}: ", " ({Y}). ")
            for numbers in (" {V}~ ({I})~", ", Jg. {V}, H. {I}", ", {V}. Jg., Heft {I}", ", Nr. {I}", ", Heft {I}", ", Bd. {V}", " {V}, {I}", " {V}/{I}", ", {V}, {I}", " {V}. Jg. (H. {I})", " {V},{I}", " {V} ({Y}) {I}", " Jg. {V}, {I}", " Heft {I}/{V}", " {I}/{Y}")
        ) + ("{A}: {T}, in: {J}, {V} (<@ |Mai |Juli >{Y}) {I}, S. {P}.", "{A}, »{T}«, in: {J}, {V} ({Y}) {I}, S. {P}.", "{A}: {T}, in: {J} {I}/{Y}, S. {P}",
             "{A}: {T}. In: {J}. Heft {I} ({Y}), S. {P}", "{A}, {T}, in: {J}, Bd. {V}, {Y}, S. {P}.", "{A} ({Y}): {T}. In: {J}<, | vom |, vom >%<, S. {F}|>.",
             "{A}: {T}. In: {J} {V} ({Y}), S. {F}<f|ff|ff.| ff.>", "{A} ({Y}): {T}. {R} <Nr. |Nr.|No. |>{V}<, {L}|. {L}|, {L}: {H}|. {L}: {H}|>.", "{A}, {T}, {R} Nr. {V}, {L} {Y}."),
        chapter=tuple(
            "{A}" + lead + "<{T}|{T}|{T}|„{T}“|»{T}«><. In: |, in: | In: |. In >{E} (<Hrsg.|Hg.|Hrsg|Hg>)<: |, >{B}<. |, |. - >" + house
            for lead in (" ({Y}): ", " ({Y}), ", ", {Y}: ", " {Y}: ", " ({Y}). ")
            for house in ("{L}: {H}, S. {P}.", "{L}, S. {P}.", "{L}: {H}: {P}", "{H}, {L}, S. {P}.", "{L}: {H}, {P}.")
        ) + ("{A}: {T}{.} In: {E} (Hg.): {B}. {L}: {H} {Y}, S. {P}.", "{A}, {T}, in: {B}, hrsg. v<on|.> {E}, {L} {Y}, S. {P}.", "{A}, »{T}«, in: {E} (Hg.), {B}, {L} {Y}, S. {P}.",
             "{A}: {T}, in: {E} (Hrsg.), {B}, {L} {Y}, S. {F}<f|ff|ff.| ff.>", "{A} ({Y}): {T}. In: {E} <u.a. |u. a. |et al. |>(<Hrsg.|Hg.>): {B}. Band {V}. {L}<: {H}|>, S. {P}.",
             "{A} ({Y}): {T}. In: {E} (Hrsg.): {B}. {L}: {H}. S. {P}.", "{A}, {T}, in: {B}, hg. von {E}, {L}: {H} {Y}, {P}."),
        book=tuple(
            "{A}" + lead + "{T}<{.} |, |. - >" + house
            for lead in (" ({Y}): ", " ({Y}), ", ", {Y}: ", " {Y}: ", " ({Y}). ")
            for house in ("{L}: {H}.", "~{X}. Aufl., ~{L}: {H}.", "{L}.", "{H}, {L}.", "{S} Nr. #. {L}: {H}.", "{S}, Bd. #. {L}.", "{L}.", "{L}: {H}.~ {X}. Aufl.~", "<2., überarb. |3., erw. und aktual. |4. >Aufl<.|age>, {L}<: {H}|>.", "Band {V}. {L}.", "{L} <u. a.|u.a.|[u. a.]|et al.>: {H}.", "{L}, {H}.", "{L}, {H}.",
                          "<Diss.|Dissertation|Diplomarbeit>, {U}.", "<hg. von|herausgegeben von> {E}, {L}: {H}.")
        ) + tuple(
            "{Q}" + lead + "{T}<{.} |, |. - >" + house
            for lead in (" (Hrsg.) ({Y}): ", " ({Y}) (Hg.): ", " (Hg.), {Y}: ") for house in ("{L}: {H}.", "{L}.")
        ) + ("{A}: {T}{.} {L}: {H} {Y}.", "{A}, {T}, {L} {Y}.", "{A}: {T}, {L} {Y}.", "{A}: {T}. {H}, {L} ({Y})~, {X}. Aufl~.", "<Vgl. |>{A}: {T}, {L} {Y}, S. {F}<f.|ff.|>", "{A}: {T}<. |, ><Diss.|Dissertation>, {U} {Y}.", "{A}, {T}, {L}: {H}, {Y}.", "{A}, {T}, ~{X}. Aufl., ~{L} {Y}, S. {F}."),
        langs="de de de de de de de de de de de de en", weight=20,
    ),
    Style(  # French, Spanish, Italian: commas and guillemets
        names=("inverted, &&", "inverted initials, &&", "bare &&", "upper, &&", "upper initials,", "natural &&"),
        editors=("natural &&", "initials &&", "inverted, &&"),
        article=tuple(
            "{A}<, {Y}, | ({Y}), | ({Y}). |, >" + title + "<|in >{J}" + numbers + "<, p. |, pp. |, >{P}<.|, {Y}.>"
            for title in ("« {T} », ", "«{T}», ", "“{T}”, ", "{T}, ", "{T}{.} ")
            for numbers in (", vol. {V}~, n° {I}~", ", {V}~ ({I})~", ", n. {I}", ", {V}~, no {I}~")
        ),
        chapter=("{A} ({Y}), <« {T} »|“{T}”|{T}>, <in |dans |en >{E} (<dir.|eds.|éds.|coords.|a cura di>), {B}, {L}, {H}, <p.|pp.> {P}.",
                 "{A}, {T}, <in|en>: {E} (eds.), {B}, {L}: {H}, {Y}, pp. {P}."),
        book=("{A}<, {Y}, | ({Y}), | ({Y}). >{T}, {L}, {H}.", "{A}<, {Y}, |. {Y}. |. >{T}. {L}, {H}<.|, coll. {S}.|, coll. {S}, # p.>", "{Q} (dir.)<, {Y}, |. {Y}. >{T}<, |. >{L}, {H}.", "{A}. {T}. {L} : {H}, {Y}.", "{A}, {T}, {H}, {L}, {Y}."),
        langs="fr es it", weight=9,
    ),
    Style(  # ABNT
        names=("upper initials;", "upper;"),
        editors=("upper initials;",),
        article=("{A}. {T}{.} {J}, <{L}, |>v. {V}~, n. {I}~, p. {P}, <@ |>{Y}.",),
        chapter=("{A}. {T}{.} In: {E} (Org<s|>.). {B}. {L}: {H}, {Y}. p. {P}.",),
        book=("{A}. {T}{.} ~{X}. ed. ~{L}: {H}, {Y}.",),
        langs="pt", weight=12,
    ),
    Style(  # GOST
        names=("plain,",),
        editors=("plain,",),
        article=("{A} {T} // {J}. {Y}. <Т. {V}. |>№ {I}. С. {P}.", "{A} {T} // {J}. – {Y}. – № {I}. – С. {P}."),
        book=("{A} {T}. {L}: {H}, {Y}. # с.",),
        langs="ru", weight=2,
    ),
    Style(  # Polish
        names=("plain,",),
        editors=("plain,",),
        article=("{A}, {T}, <„{J}”|{J}> {Y}, <t. {V}, |>nr {I}, s. {P}.",),
        book=("{A}, {T}, {H}, {L} {Y}.",),
        langs="pl", weight=2,
    ),
    Style(  # law reviews
        names=("natural &&", "inverted &"),
        editors=("natural &&",),
        article=("{A}, “{T}” ({Y}) {V}~:{I}~ {J} {F}.", "{A}, {T}, {V} {J} {F} ({Y}).", "{A}, ‘{T}’ ({Y}) {V}~({I})~ {J} {F}."),
        book=("{A}, {T} ({H}~, {X} edn~ {Y})<.| {F}.>",),
        weight=2,
    ),
)  # fmt: skip
