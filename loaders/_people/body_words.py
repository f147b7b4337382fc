"""Words by which a name says that it is a body's, in the languages of our sources: for formats that do not mark bodies.

The words were written down for this project, from no other list. Surnames are none of them ("Bank", "Bureau", "Câmara", "Corte"):
those tell only beside others.
"""

from __future__ import annotations

import re

from loaders._words import vocabulary

_WORDS = vocabulary("""
    academy administration affairs agency agents agriculture alliance assembly associates association authority board center centers
    centre centres collaboration college commission committee commonwealth company congress consortium consultants consulting contributors
    corporation council county defence defense deloitte department developers directorate division economics education exchange executive
    federation finance finances fisheries forum foundation fund gmbh governance government group hospital inc initiative international
    kpmg lab library limited llc llp ltd management municipality museum nations network news nhs observatory oecd office ombudsman panel
    parliament partners partnership plc policy program programme project reform research review rights sciences secretariat security
    senate services society statistics survey taskforce team technologies technology tourism transport transportation treasury trust
    trusts unesco union unit watch

    agence assemblée autorite autorité banque collectivité comite comité communauté departement direction défenseur département ecole
    gouvernement inspection laboratoire mairie observatoire prefecture préfecture région réseau santé secrétariat societe société
    stratégie syndicat sénat école

    agencia agenzia agência alcaldía asamblea asociacion asociación assembleia associacao associação ayuntamiento banca centro comision
    comisión comunidad congreso consejo contraloria contraloría controladoria defensoría departamento dipartimento diputacion diputación
    dirección direcção diretoria direção escuela fundacao fundacion fundación fundação generalitat gobierno governo intendencia istituto
    municipalidad naciones nações observatorio observatório prefeitura presidencia presidência provincia ragioneria regione república
    scuola secretaria secretaría senado sindicato tribunal universidade xunta

    akademie arbeitsamt ausschuss behorde behörde bundesländer ethikrat finanzamt finanzkontrolle freistaat gemeindebund gemeinderat
    gemeindetag gemeinschaftsstelle gerichtshof gesellschaft gesundheitsamt hansestadt hauptamt hochschule jugendamt kommission konferenz
    landesamt landesbank landeshauptstadt landesrechnungshof landesregierung landkreis landkreistag landtag nationalrat nationen
    normenkontrollrat ordnungsamt patentamt rechnungshof regierungsrat reichsbank sachverständigenrat senatsverwaltung sozialamt
    staatskanzlei stadtrat stadtwerke statistik stiftung städtebund städtetag umweltamt verband verein verwaltungsgericht volksbank
    weltbank wissenschaftsrat zentralbank zweckverband

    gemeenschap gemeente gemeenten instituut overheid planbureau provincie rekenkamer stichting vereniging

    byrå byrån forbund forbundet forskningsradet forskningsråd forskningsrådet förbund förbundet hivatal høgskole høgskolen høyskole
    høyskolen institutt izba kancelaria kancelář kaupunki kommun kommune landsforening liitto magistrat magistrát ministeriö narodowa
    narodowy regjeringen riksbank riksrevisjonen sentralbyrå styrelsen számvevőszék univerzita uniwersytet urzad urząd virasto

    агентство академия институт комитет министерство правительство университет федерации جامعة مركز معهد هيئة وزارة
    """)
_STARTS = (
    "akademi", "assemblé", "bundes", "confederac", "confederation", "confederaç", "confédération", "direktorat", "federac", "federaz",
    "federaç", "folketing", "forschung", "forsknings", "fédération", "institut", "kommunal", "minist", "organisasj", "organisation",
    "organizaci", "organization", "organizaç", "rijks", "riksdag", "storting", "universid", "universit",
)  # fmt: skip
_ENDS = ("akademie", "autoriteit", "departementet", "direktoratet", "hivatal", "revisionen", "verket", "zentrum")
_PHRASE = re.compile(
    r"\b(?:(?:central|development|federal|investment|national|reserve|world) bank"
    r"|(?:african|arab|asian|caribbean|european|inter-american|islamic|nordic) (?:\w+ )?bank"
    r"|(?:bank|city|court|house|ministers?|school|state|town) of|task force|(?:working|steering|study) (?:party|committee)|public works"
    r"|(?:advisory|civil|customs|foreign|forest|health|library|park|police|prison|public|research|revenue|weather) service"
    r"|auditor[ -]general|comptroller general|v[eé]rificateur g[eé]n[eé]ral|defensor del|bund (?:der|für)"
    r"|ville de|cour (?:d|de|des|europ\w+|suprême)|corte (?:dei|di|const\w+|europ\w+|inter\w+|suprema)"
    r"|(?:authors|directors|lawyers|writers) guild|guild of"
    r"|(?:advice|business|census|environmental|reference|statistical|travel) bureau|bureau (?:d|de|des|du|for|of|voor)"
    r"|(?:caisse|conseil) (?:d|de|des|du)|consiglio (?:dei|del|della|nazionale|regionale)"
    r"|c[aáâ]mara (?:argentina|brasileira|chilena|municipal|nacional"
    r"|d[eo]s? (?:comercio|comércio|cuentas|deputados|diputados|industria|vereadores))"
    r"|casa civil|comune di|junta de|raad (?:van|voor)"
    r"|\w+(?:isch|lich)es amt|amt (?:der|des|für)"
    r"|(?:bayerische|deutsche|österreichische|schweizerische)[rsn]? \w+|nederlandse? \w+|norske? \w+|svenska \w+|danske? \w+"
    r"|vlaamse \w+|bank polski|polsk[ai]e? \w+|česk[áéý] \w+)\b"
    r"|^(?:banco|bureau|bundesland|caisse|conseil|consiglio|escola|kanton|land|stadt) \w"
    r"|^(?:danmarks|finlands|islands|norges|suomen|sveriges) \w"
    r"|^\w+s stad$|\w (?:australia|austria|canada|deutschland|europe|nederland|norge|schweiz|suisse|sverige|zealand|österreich)$",
)
_IN_PHRASES = vocabulary("""
    amt auditor australia austria banco bank bayerische bayerischer bayerisches bund bundesland bureau caisse camara canada civil
    comptroller comune conseil consiglio corte cour cámara câmara danmarks dansk danske defensor deutsche deutscher deutsches deutschland
    escola europe finlands force general guild islands junta kanton land nederland nederlands nederlandse norge norges norsk norske of
    party polska polski polskie raad schweiz schweizerische schweizerischer schweizerisches service stad stadt suisse suomen svenska
    sverige sveriges verificateur ville vlaamse vérificateur works zealand österreich österreichische österreichischer österreichisches
    česká české český
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
