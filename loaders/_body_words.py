"""Words by which a name says that it is a body's, in the languages of our sources: for formats that do not mark bodies.

The words were written down for this project, from no other list. Surnames are none of them ("Bank", "Bureau", "Câmara", "Corte"):
those tell only beside others.
"""

from __future__ import annotations

import re

from loaders._words import vocabulary

_WORDS = vocabulary("""
    academy administration affairs agency agriculture alliance assembly associates association authority board center centers centre
    centres college collaboration commission committee company congress consortium consultants consulting contributors corporation council
    county defence defense department developers directorate division economics education exchange executive federation finance finances
    fisheries forum foundation governance government group gmbh hospital inc initiative international lab library limited llc ltd
    management municipality museum nations network news observatory oecd office panel parliament partners partnership plc policy program
    programme project research rights sciences secretariat security senate services society statistics survey taskforce team technologies
    technology tourism transport transportation treasury trust unesco union watch

    agence autorité autorite banque comité comite département departement ecole école gouvernement inspection laboratoire
    mairie préfecture prefecture sénat société societe syndicat

    asociación asociacion ayuntamiento banca comisión comision consejo contraloría contraloria diputación
    diputacion escuela fundación fundacion generalitat gobierno intendencia municipalidad presidencia secretaría secretaria senado
    sindicato tribunal xunta agencia agência associação associacao fundação fundacao governo prefeitura presidência
    universidade agenzia dipartimento istituto provincia regione scuola

    akademie arbeitsamt ausschuss behörde behorde finanzamt freistaat gesellschaft gesundheitsamt hauptamt hochschule jugendamt kommission
    landesamt landesbank landeshauptstadt landesregierung landkreis landtag ordnungsamt patentamt reichsbank sozialamt statistik stiftung
    umweltamt verband verein volksbank weltbank zentralbank
    gemeente instituut provincie stichting vereniging

    forskningsrådet forskningsradet høgskole høgskolen høyskole høyskolen institutt kaupunki kommun kommune ministeriö regjeringen
    riksbank riksrevisjonen styrelsen magistrát magistrat univerzita uniwersytet urząd urzad
    """)
_STARTS = (
    "akademi", "assemblé", "bundes", "confederac", "confederaç", "confederation", "confédération", "direktorat", "federac", "federaç",
    "federaz", "folketing", "forschung", "fédération", "institut", "minist", "organisation", "organizaci", "organization", "organizaç",
    "riksdag", "rijks", "storting", "universid", "universit",
)  # fmt: skip
_ENDS = ("autoriteit", "departementet", "direktoratet", "revisionen", "verket", "zentrum")
_PHRASE = re.compile(
    r"\b(?:(?:central|development|federal|investment|national|reserve|world) bank"
    r"|(?:african|arab|asian|caribbean|european|inter-american|islamic|nordic) (?:\w+ )?bank"
    r"|(?:bank|city|court|house|ministers?|school|state|town) of|task force|(?:working|steering|study) (?:party|committee)|public works"
    r"|(?:advisory|civil|customs|foreign|forest|health|library|park|police|prison|public|research|revenue|weather) service"
    r"|ville de|cour (?:d|de|des|europ\w+|suprême)|corte (?:dei|di|const\w+|europ\w+|inter\w+|suprema)"
    r"|(?:authors|directors|lawyers|writers) guild|guild of"
    r"|(?:advice|business|census|environmental|reference|statistical|travel) bureau|bureau (?:d|de|des|du|for|of|voor)"
    r"|(?:caisse|conseil) (?:d|de|des|du)|consiglio (?:dei|del|della|nazionale|regionale)"
    r"|c[aáâ]mara (?:argentina|brasileira|chilena|municipal|nacional"
    r"|d[eo]s? (?:comercio|comércio|cuentas|deputados|diputados|industria|vereadores))"
    r"|casa civil|comune di|junta de|raad voor"
    r"|\w+(?:isch|lich)es amt|amt (?:der|des|für)"
    r"|(?:bayerische|deutsche|österreichische|schweizerische)[rsn]? \w+|nederlandse? \w+|norske? \w+|svenska \w+|danske? \w+"
    r"|polsk[ai]e? \w+|česk[áéý] \w+)\b|^(?:banco|bureau|bundesland|caisse|conseil|consiglio|escola|kanton|land|stadt) \w"
    r"|\w (?:australia|austria|canada|deutschland|europe|nederland|norge|schweiz|suisse|sverige|zealand|österreich)$",
)
_IN_PHRASES = vocabulary("""
    bank of force party service works ville cour corte civil comune junta guild bureau caisse conseil consiglio escola banco cámara camara
    câmara raad
    amt bayerische bayerischer bayerisches deutsche deutscher deutsches österreichische österreichischer österreichisches schweizerische
    schweizerischer schweizerisches nederlands nederlandse norsk norske svenska dansk danske polska polski polskie česká české český
    bundesland kanton land stadt australia austria canada deutschland europe nederland norge schweiz suisse sverige zealand österreich
    """)
"""Words of which every phrase has one: few names have any."""
_WORD = re.compile(r"[^\W\d_]+")


def says_body(text: str) -> bool:
    """Whether a text has such a word or phrase."""
    folded = text.casefold()
    words = _WORD.findall(folded)
    if not _WORDS.isdisjoint(words) or any(word.startswith(_STARTS) or word.endswith(_ENDS) for word in words):
        return True
    return not _IN_PHRASES.isdisjoint(words) and _PHRASE.search(folded) is not None
