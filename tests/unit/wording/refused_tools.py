"""What a security officer could write about two tools that a lay person likes, in both languages."""

from dataclasses import dataclass

from orchestrator.services.wording import Language


@dataclass(frozen=True)
class Refused:
    """Why a tool is refused, what shows it, and what people can use instead."""

    explanation: str
    evidence: str
    instead: str


WEATHER = {
    Language.EN: Refused(
        explanation="The program is free because it sells what it sees. It notes which pages are opened on the machine "
        "and sends that to companies that buy such lists, and it puts their adverts on the screen, in class on the "
        "projector too. What students open beside it, their mail included, can be seen by people whom nobody here "
        "knows.",
        evidence="We ran it for three hours on a machine of our own: it sent what was opened there to eleven such "
        "companies",
        instead="The weather page of the national weather service, which is free of adverts, shows the same maps and "
        "opens in any browser.",
    ),
    Language.DE: Refused(
        explanation="Das Programm ist kostenlos, weil es verkauft, was es sieht. Es merkt sich, welche Seiten auf dem "
        "Rechner geöffnet werden, und schickt das an Firmen, die solche Listen kaufen; und es zeigt deren Werbung, in "
        "der Lehre auch auf der Leinwand. Was Studierende daneben öffnen, auch ihre Post, können so Menschen sehen, "
        "die hier niemand kennt.",
        evidence="Wir ließen es drei Stunden lang auf einem eigenen Rechner laufen: was dort geöffnet wurde, schickte "
        "es an elf solche Firmen",
        instead="Die Wetterseite des staatlichen Wetterdienstes ist frei von Werbung, zeigt dieselben Karten und "
        "öffnet sich in jedem Browser.",
    ),
}
TORRENT = {
    Language.EN: Refused(
        explanation="With this program a machine does not only fetch files, it also hands them out to strangers, all "
        "the time and to everybody who asks. The machine is then open to the whole world, like a house whose front "
        "door stands open. If one of the files may not be shared, it is the university that has shared it and has to "
        "answer for it. And while it runs, the net in the whole building becomes slow.",
        evidence="In two rooms in which it ran, the university had to answer for 31 files that were handed out from "
        "there",
        instead="If you want to give your students large files, put them on the course's file share; if you want to "
        "fetch one, say which, and we fetch it for you.",
    ),
    Language.DE: Refused(
        explanation="Mit diesem Programm holt ein Rechner nicht nur Dateien, er gibt sie auch an Fremde weiter, "
        "ständig und an alle, die fragen. Der Rechner steht dann der ganzen Welt offen, wie ein Haus, dessen Tür nicht "
        "zu ist. Darf eine der Dateien nicht weitergegeben werden, so hat die Universität sie weitergegeben und muss "
        "dafür geradestehen. Und solange es läuft, wird das Netz im ganzen Haus langsam.",
        evidence="Für zwei Räume, in denen es lief, musste die Universität für 31 Dateien geradestehen, die von dort "
        "weitergegeben wurden",
        instead="Wenn Sie Ihren Studierenden große Dateien geben möchten, legen Sie sie in die Ablage des Kurses; wenn "
        "Sie eine holen möchten, sagen Sie uns, welche, und wir holen sie für Sie.",
    ),
}
