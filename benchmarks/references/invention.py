"""Invented bibliographic records: names, titles, journals and publishers put together by chance, in nine languages.

Nothing here is a real work. The words are common words of the languages; towns and publishers are named as they are, since they are facts.
"""

# ruff: noqa: E501, SIM905 - lists of words read best one list a line
from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import random

_GIVEN = (
    "Anna Bo Carla Dmitri Elena Farid Grace Hiro Inés Jonas Katja Luís Mai Nora Omar Petra Quentin Rosa Søren Tomas Ulrike Viktor Wanda Xavier "
    "Yusuf Zoë Hans-Peter Marie-Claude Jean-Luc Karl-Heinz Ana-Maria Michael John Mary David Susan Peter Christine Wolfgang Jürgen Monika "
    "Giovanni Paolo Chiara Miguel Carmen João Inês Pieter Anneke Agnieszka Piotr Olga Sergei Wei Li Min-Jun Kwame Amina Chidi Ravi Priya"
).split()
_FAMILY = (
    "Abbott Berg Castro Dubois Eriksen Fischer Gómez Hassan Ito Jensen Kowalski Moreau O'Brien Lind Falk Smith Jones Brown Taylor Müller Schmidt "
    "Schneider Weber Becker Schäfer Koch Bauer Wolf Krüger Hartmann Lange Krause Köhler Vogel Roth Keller Rossi Bianchi Ferrari Greco Conti "
    "García-López Hernández Ramírez Martín Navarro Silva Pereira Almeida Carvalho Bakker Visser Smit Jansen Nowak Wójcik Kamińska Ivanov "
    "Petrova Sokolov Chen Wang Zhang Kim Park Nguyen Tanaka Suzuki Singh Patel Sharma Khan Okafor Mensah Diallo Papadopoulos Yılmaz Öztürk "
    "Horváth Novák Svensson Nilsson Hansen Larsen Virtanen Korhonen MacDonald McCarthy Fitzgerald Saint-Martin Le_Gall De_Luca Du_Plessis"
).split()
_RUSSIAN = ("Смирнов", "Петрова", "Орлов", "Кузнецова", "Волков", "Лебедева", "Соколов", "Зайцева")
_RUSSIAN_GIVEN = ("Анна Б.", "Иван П.", "Олег С.", "Мария К.", "Пётр А.", "Елена В.")
_PARTICLES = ("van der", "van", "von", "de", "de la", "von der", "van den", "di", "dos")
_BODIES = (
    "OECD", "World Bank", "European Commission", "Ministry of Finance", "Statistisches Bundesamt", "National Audit Office", "Cour des comptes",
    "United Nations", "Bundesministerium des Innern", "Institute for Regional Studies", "City of Halden", "WHO", "Deutscher Städtetag",
    "Department of Health", "Council of Europe", "Ministère de l'Intérieur", "Centre for Policy Research", "Ayuntamiento de Lorca",
)  # fmt: skip
_SUBJECTS: dict[str, tuple[str, ...]] = {
    "en": ("local government", "public trust", "street-level work", "water policy", "tax compliance", "welfare reform", "digital services", "party systems",
           "urban planning", "health care", "labour markets", "school choice", "migration", "federal budgets", "civil service", "network structures",
           "gene expression", "neural networks", "distributed systems", "soil erosion", "quantum fields", "protein folding", "child development"),
    "de": ("kommunale Selbstverwaltung", "soziale Ungleichheit", "politische Steuerung", "Bildung", "Arbeitsmarkt", "Verwaltungsreform", "Familie und Beruf",
           "Migration", "Stadtentwicklung", "Öffentlichkeit", "Jugendhilfe", "Wohlfahrtsstaat", "Parteien", "europäische Integration"),
    "fr": ("l’action publique", "la réforme de l’État", "les collectivités locales", "la politique sociale", "la décentralisation", "les usagers", "l’école"),
    "es": ("la gestión pública", "el gobierno local", "la descentralización", "las políticas sociales", "la participación ciudadana", "el Estado"),
    "it": ("la pubblica amministrazione", "il governo locale", "le riforme", "lo Stato sociale", "la partecipazione", "il federalismo"),
    "pt": ("a gestão pública", "o governo local", "as políticas sociais", "a participação", "o orçamento", "o Estado"),
    "nl": ("het lokaal bestuur", "de verzorgingsstaat", "openbare financiën", "burgerparticipatie", "de arbeidsmarkt"),
    "ru": ("местное самоуправление", "социальная политика", "государственная служба", "рынок труда", "реформа управления", "бюджет региона"),
    "pl": ("samorząd terytorialny", "polityka społeczna", "administracja publiczna", "rynek pracy", "reforma państwa"),
}  # fmt: skip
_FRAMES: dict[str, tuple[str, ...]] = {
    "en": ("The politics of {a}", "{A} and {b}", "Beyond {a}: {b} in transition", "How {a} shapes {b}", "{A}: A comparative study of {b}", "Does {a} matter?",
           "Rethinking {a}", "Towards a theory of {a}", "An analysis of {a} in {n} countries", "{A} in 1989–2004", "What is {a}? Evidence from {b}",
           "Measuring {a}. A new approach to {b}", "On the limits of {a}", "Lessons from {a}, 1970 to 1999"),
    "de": ("Zur Theorie der {a}", "{A} im Wandel", "{A}. Eine Einführung", "Wandel durch {a}? Befunde zu {b}", "{A} und {b}: Ein Vergleich", "Grenzen der {a}",
           "{A} in der Bundesrepublik Deutschland", "{A} im 21. Jahrhundert", "{A}. Festschrift zum 70. Geburtstag", "{A} in den 1980er Jahren", "Die {n}. Legislaturperiode und die {a}", "Die Entwicklung von {a} seit 1945. Theorie, Empirie, Kritik", "Was leistet {a}?"),
    "fr": ("{A} en question", "Sociologie de {a}", "{A} et {b}", "{A} : une approche comparée", "Que reste-t-il de {a} ?", "Gouverner {a}"),
    "es": ("{A} en América Latina", "{A} y {b}", "Hacia {a}: un estudio comparado", "¿Qué es {a}?", "Los límites de {a}"),
    "it": ("{A} in Italia", "{A} e {b}", "Per una teoria di {a}", "{A}: un'analisi comparata"),
    "pt": ("{A} no Brasil", "{A} e {b}", "Os limites de {a}", "{A}: uma análise comparada"),
    "nl": ("{A} in verandering", "{A} en {b}", "Naar een theorie van {a}"),
    "ru": ("{A} в России", "{A} и {b}", "{A}: сравнительный анализ"),
    "pl": ("{A} w Polsce", "{A} a {b}", "{A}: analiza porównawcza"),
}  # fmt: skip
_FIELDS: dict[str, tuple[str, ...]] = {
    "en": ("Public Administration", "Social Policy", "Politics", "Applied Psychology", "Urban Studies", "Economics", "Management", "Sociology", "Physics",
           "Clinical Medicine", "Computer Systems", "Educational Research", "Governance", "Comparative Law", "Ecology", "European Integration"),
    "de": ("Soziologie", "Politikwissenschaft", "Pädagogik", "Verwaltungslehre", "Sozialforschung", "Parlamentsfragen", "Raumforschung", "Psychologie"),
    "fr": ("science politique", "sociologie", "administration publique", "économie", "droit public", "géographie"),
    "es": ("Administración Pública", "Sociología", "Ciencia Política", "Economía", "Estudios Sociales"),
    "it": ("diritto pubblico", "sociologia", "scienza politica", "economia"),
    "pt": ("Administração Pública", "Sociologia", "Ciência Política", "Economia"),
    "nl": ("Bestuurskunde", "Sociologie", "Economie"),
    "ru": ("социологии", "экономики", "управления", "права"),
    "pl": ("Socjologiczny", "Administracyjny", "Ekonomiczny"),
}  # fmt: skip
_JOURNALS: dict[str, tuple[str, ...]] = {
    "en": ("Journal of {f}", "{f} Review", "International Journal of {f}", "{f}", "Annals of {f}", "{f} Quarterly", "{f} & Society", "Studies in {f}", "European {f}",
           "{f} Letters", "Proceedings of the Society of {f}", "Journal of {f} and Theory", "Scandinavian Journal of {f}", "Bulletin of {f}", "Research in {f}", "Governance", "Polity", "Daedalus", "Nature", "Organization", "Publius", "Millennium"),
    "de": ("Zeitschrift für {f}", "{f}", "Archiv für {f}", "Kölner Blätter für {f}", "Jahrbuch für {f}", "Neue {f}", "Die {f}", "Soziale Welt", "Leviathan"),
    "fr": ("Revue française de {f}", "Annales de {f}", "Cahiers de {f}", "Archives de {f}", "Revue de {f}"),
    "es": ("Revista de {f}", "Cuadernos de {f}", "Revista Española de {f}", "Papeles de {f}"),
    "it": ("Rivista di {f}", "Quaderni di {f}", "Rassegna di {f}", "Studi di {f}"),
    "pt": ("Revista de {f}", "Cadernos de {f}", "Revista Brasileira de {f}"),
    "nl": ("Tijdschrift voor {f}", "{f}"),
    "ru": ("Вопросы {f}", "Журнал {f}", "Вестник {f}"),
    "pl": ("Przegląd {f}", "Ruch {f}", "Kwartalnik {f}"),
}  # fmt: skip
_SHORT = {
    "Journal": "J.", "International": "Int.", "Review": "Rev.", "Public": "Public", "Administration": "Admin.", "Physics": "Phys.", "Letters": "Lett.",
    "Psychology": "Psychol.", "Sociology": "Sociol.", "Annals": "Ann.", "Economics": "Econ.", "Management": "Manag.", "Medicine": "Med.", "Clinical": "Clin.",
    "Research": "Res.", "Proceedings": "Proc.", "Society": "Soc.", "Studies": "Stud.", "Systems": "Syst.", "Computer": "Comput.", "Quarterly": "Q.",
    "European": "Eur.", "Educational": "Educ.", "Applied": "Appl.", "Ecology": "Ecol.", "Bulletin": "Bull.", "Comparative": "Comp.", "Politics": "Polit.",
}  # fmt: skip
_HOUSES: dict[str, tuple[tuple[str, str], ...]] = {
    "en": (("Durham", "Duke UP"), ("Oxford", "Oxford UP"), ("New York, NY, USA", "ACM"), ("Piscataway, NJ", "IEEE"), ("Abingdon", "Routledge"), ("Geneva, Switzerland", "WHO"), ("Lisbon, Portugal", "National Statistics Office"), ("Hanoi, Vietnam", "Lotus Press"), ("Cham, Switzerland", "Springer"), ("Oxford", "Oxford University Press"), ("Cambridge", "Cambridge University Press"), ("London", "Routledge"), ("New York", "Wiley"), ("Cheltenham", "Edward Elgar"),
           ("Thousand Oaks, CA", "Sage"), ("Cambridge, MA", "MIT Press"), ("Princeton, NJ", "Princeton University Press"), ("Basingstoke", "Palgrave Macmillan"),
           ("Chicago", "University of Chicago Press"), ("Boulder", "Westview"), ("New York", "Academic Press"), ("Berlin", "Springer"), ("San Francisco", "Jossey-Bass"),
           ("Aldershot", "Ashgate"), ("Dordrecht", "Kluwer"), ("London and New York", "Verso"), ("Ithaca", "Cornell University Press"), ("Bristol", "Policy Press"),
           ("Reading, Mass.", "Addison-Wesley"), ("Englewood Cliffs, NJ", "Prentice Hall"), ("Hillsdale", "Erlbaum"), ("Amsterdam", "North-Holland"),
           ("Washington, DC", "Brookings Institution"), ("Toronto, ON", "University of Toronto Press"), ("Lanham, MD", "Rowman & Littlefield")),
    "de": (("Frankfurt a. M.", "Suhrkamp"), ("Frankfurt/New York", "Campus"), ("Opladen", "Westdeutscher Verlag"), ("Wiesbaden", "VS Verlag für Sozialwissenschaften"),
           ("Baden-Baden", "Nomos"), ("München", "C.H. Beck"), ("Weinheim", "Juventa"), ("Weinheim und Basel", "Beltz"), ("Bielefeld", "transcript"), ("Berlin", "de Gruyter"),
           ("Stuttgart", "Kohlhammer"), ("Göttingen", "Vandenhoeck & Ruprecht"), ("Tübingen", "Mohr Siebeck"), ("Opladen", "Leske + Budrich"), ("Köln", "Böhlau"),
           ("Münster", "Waxmann"), ("Reinbek bei Hamburg", "Rowohlt"), ("Konstanz", "UVK"), ("Berlin", "edition sigma"), ("Marburg", "Schüren"), ("Bonn", "Dietz")),
    "fr": (("Paris", "Gallimard"), ("Paris", "PUF"), ("Paris", "Presses de Sciences Po"), ("Grenoble", "Presses universitaires de Grenoble"), ("Paris", "L’Harmattan")),
    "es": (("Madrid", "Tecnos"), ("Barcelona", "Ariel"), ("México", "Fondo de Cultura Económica"), ("Buenos Aires", "Paidós"), ("Madrid", "Alianza Editorial")),
    "it": (("Bologna", "il Mulino"), ("Milano", "Giuffrè"), ("Roma", "Laterza"), ("Torino", "Einaudi"), ("Milano", "FrancoAngeli")),
    "pt": (("São Paulo", "Atlas"), ("Rio de Janeiro", "FGV"), ("Lisboa", "Almedina"), ("Brasília", "Editora UnB")),
    "nl": (("Amsterdam", "Boom"), ("Den Haag", "VNG"), ("Assen", "Van Gorcum")),
    "ru": (("М.", "Наука"), ("СПб.", "Питер"), ("Москва", "Юрайт")),
    "pl": (("Warszawa", "Wydawnictwo Naukowe PWN"), ("Kraków", "Universitas"), ("Poznań", "Zysk i S-ka")),
}  # fmt: skip
_SERIES = (
    "Working Paper",
    "Discussion Paper",
    "Studies in Governance",
    "Schriften zur Verwaltung",
    "Arbeitspapier",
    "Occasional Paper",
    "Lecture Notes",
)
_REPORTS = (
    "Working Paper", "Discussion Paper", "IRS Working Paper", "Arbeitspapier", "Arbeitspapiere des Instituts", "Materialien zur Verwaltung",
    "Forschungsbericht", "Policy Research Working Paper", "Technical Report", "Occasional Paper Series", "Diskussionspapiere", "Briefing Paper",
    "Schriftenreihe des Instituts", "Cahier de recherche", "Documento de trabajo", "Halden Working Papers in Economics", "ZSG Discussion Paper",
)  # fmt: skip
_UNIVERSITIES = (
    "University of {l}", "Universität {l}", "Université de {l}", "{l} University", "Technische Universität {l}", "Department of Sociology, University of {l}",
    "Universidad de {l}", "Freie Universität {l}", "{l} School of Economics", "Hochschule {l}",
)  # fmt: skip


@dataclass(slots=True)
class Invented:
    """One invented work; people are (given, family) pairs, a body is ("", name)."""

    language: str
    authors: list[tuple[str, str]]
    editors: list[tuple[str, str]]
    title: str
    journal: str
    book: str
    volume: str
    issue: str
    first: int
    last: int
    year: int
    publisher: str
    place: str
    edition: int
    series: str
    report: str
    university: str
    doi: str
    others: bool = field(default=False)


def person(chance: random.Random) -> tuple[str, str]:
    """A given and a family name."""
    given = chance.choice(_GIVEN)
    if chance.random() < 0.3:
        given += f" {chance.choice('ABCDEFGHJKLMPRSTVW')}."
    elif chance.random() < 0.1:
        given += " " + chance.choice(_GIVEN)
    family = chance.choice(_FAMILY).replace("_", " ")
    if chance.random() < 0.06:
        family = f"{chance.choice(_PARTICLES)} {family}"
    elif chance.random() < 0.04:
        family += "-" + chance.choice(_FAMILY).replace("_", " ")
    return given, family


def _title(chance: random.Random, language: str) -> str:
    subjects = _SUBJECTS[language]
    a, b = chance.sample(subjects, 2)
    frame = chance.choice(_FRAMES[language])
    return frame.format(a=a, b=b, A=a[0].upper() + a[1:], n=chance.choice(("three", "twelve", "27")))


def _journal(chance: random.Random, language: str) -> str:
    name = chance.choice(_JOURNALS[language]).format(f=chance.choice(_FIELDS[language]))
    if language == "en" and chance.random() < 0.3:
        name = " ".join(_SHORT.get(word, word) for word in name.split() if word not in ("of", "the", "in", "and"))
        if chance.random() < 0.4:
            name = name.replace(".", "")
    return name


def invent(chance: random.Random) -> Invented:
    """The next invented work."""
    language = chance.choices(list(_FRAMES), weights=(48, 25, 8, 6, 4, 6, 2, 2, 3))[0]
    authors = [person(chance) for _ in range(chance.choices((1, 2, 3, 4, 6, 9), weights=(40, 28, 15, 8, 6, 3))[0])]
    if language == "ru":
        authors = [(chance.choice(_RUSSIAN_GIVEN), chance.choice(_RUSSIAN)) for _ in authors[:3]]
    if chance.random() < 0.07:
        authors = [("", chance.choice(_BODIES))]
    place, publisher = chance.choice(_HOUSES[language if chance.random() < 0.85 else "en"])
    first = chance.choice((chance.randint(1, 99), chance.randint(100, 1500)))
    title, book = _title(chance, language), _title(chance, language)
    return Invented(
        language=language,
        authors=authors,
        editors=[person(chance) for _ in range(chance.choices((1, 2, 3), weights=(45, 40, 15))[0])],
        title=title,
        journal=_journal(chance, language),
        book=chance.choice((book, f"Handbook of {chance.choice(_FIELDS['en'])}")) if language == "en" else book,
        volume=str(chance.randint(1, 140)) if chance.random() < 0.96 else chance.choice(("II", "IV", "XII")),
        issue=chance.choice((str(chance.randint(1, 12)), f"{chance.randint(1, 3)}/{chance.randint(4, 6)}"))
        if chance.random() < 0.6
        else "",
        first=first,
        last=first + chance.randint(3, 45),
        year=chance.choice((chance.randint(1955, 2023), chance.randint(1990, 2020))),
        publisher=publisher,
        place=place,
        edition=chance.randint(2, 9) if chance.random() < 0.12 else 0,
        series=chance.choice(_SERIES),
        report=chance.choice(_REPORTS),
        university=chance.choice(_UNIVERSITIES).format(l=place.partition(",")[0]),
        doi=f"10.{chance.randint(1000, 9999)}/{chance.choice(('j', 's', 'gov', 'pad'))}.{chance.randint(1000, 99999)}",
        others=len(authors) > 1 and chance.random() < 0.08,
    )
