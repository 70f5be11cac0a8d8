"""Why a seat is not ready, and what can be done about it."""

from collections.abc import Mapping

from orchestrator.domain.classrooms import RolloutMode
from orchestrator.domain.rollouts import CauseCode
from orchestrator.services.wording.phrasebook import CausePhrase, InstallerPhrases

RETRY: Mapping[RolloutMode, str] = {
    RolloutMode.AUTOMATIC: "We try again by ourselves when it is on.",
    RolloutMode.BY_TECHNICIAN: "Once it is on, a technician can try the seat again.",
}

PENDING: Mapping[RolloutMode, str] = {
    RolloutMode.AUTOMATIC: "It is taken up by itself.",
    RolloutMode.BY_TECHNICIAN: "In this room a technician starts the rollout.",
}

_AGAIN = "then try the seat again."

CAUSES: Mapping[CauseCode, CausePhrase] = {
    CauseCode.OFF: CausePhrase("{seat} was switched off when we tried[ on {when}].", "{retry}"),
    CauseCode.CREDENTIALS_REFUSED: CausePhrase(
        "{seat} did not accept the account that we sign in with.",
        "Test the seat's connection: it says what the machine answered, such as a locked account. Check the user and "
        "the password of its connection profile, and that this account may use WinRM on the machine; "
        f"{_AGAIN}",
    ),
    CauseCode.SECRET_MISSING: CausePhrase(
        "{seat} was not touched: the password of its connection profile is missing on our side.",
        "Set the secret that the profile names[: as the variable {variable} of the worker's and the service's "
        "environment, or as a file {secret} that only their user can read, in the folder CLASSROOM_SECRETS_DIR]; "
        f"{_AGAIN}",
    ),
    CauseCode.CERTIFICATE: CausePhrase(
        "{seat} was not touched: its certificate cannot be trusted.",
        "Renew the certificate of its WinRM listener, or correct the file of authorities that it is checked with; "
        f"{_AGAIN}",
    ),
    CauseCode.NAME_UNKNOWN: CausePhrase(
        "{seat} could not be found in the network: its address is unknown.",
        f"Correct the address in the site's files and import them, or mend its DNS entry; {_AGAIN}",
    ),
    CauseCode.WRONG_MACHINE: CausePhrase(
        "{seat} was not touched: another machine answers behind its name.",
        "See which machine stands there. If it was exchanged on purpose, correct the hardware id in the site's files "
        f"and import them; {_AGAIN}",
    ),
    CauseCode.NOT_WINDOWS_REMOTE: CausePhrase(
        "{seat} answers, but not as Windows remote management does.",
        f"Check the WinRM service and its HTTPS listener on the machine; {_AGAIN}",
    ),
    CauseCode.REMOVAL_FAILED: CausePhrase(
        "{item} could not be taken away from {in_seat}: its uninstaller reported an error[ (exit code {exit_code})].",
        "The technical words beside this say more. Mend what they name, or remove it on the machine; then try the seat "
        "again.",
    ),
    CauseCode.STILL_THERE: CausePhrase(
        "{item}[ {observed}] is to be taken away from {in_seat} and is still there.",
        "The next rollout in this room takes it away. If it stays all the same, remove it on the machine and try the "
        "seat again.",
    ),
    CauseCode.NOT_DETECTED: CausePhrase(
        "{item} was not found on {in_seat} when we last looked.",
        "Try the seat again. If the installer then reports success and it is still not found, compare the catalogue's "
        "detection rule with what the installer leaves behind.",
    ),
    CauseCode.OTHER_VERSION: CausePhrase(
        "{item} on {in_seat} is another version[: {observed}][ instead of {wanted}].",
        "The next rollout in this room brings the right one.",
    ),
    CauseCode.NEWER_THAN_WANTED: CausePhrase(
        "{item}[ {observed}] on {in_seat} is newer than what was asked for[: {wanted}].",
        "Nothing goes back to an older version by itself. Ask for the newer one, or remove it on the machine and try "
        "the seat again.",
    ),
    CauseCode.HALF: CausePhrase(
        "{item} is only half there on {in_seat}: Chocolatey lists it, Windows does not.",
        f"Take the package out of Chocolatey's list on the machine (choco uninstall); {_AGAIN}",
    ),
    CauseCode.UNVERIFIABLE: CausePhrase(
        "Nothing on {in_seat} can prove whether {item} is there.",
        "Check the detection rule in the catalogue, and whether the machine has Chocolatey where the rule asks it.",
    ),
    CauseCode.OWED_ELSEWHERE: CausePhrase(
        "{item} comes to {in_seat} through another tool, which has not delivered it yet.",
        "See to it in that tool. Here it becomes ready as soon as a check finds it.",
    ),
    CauseCode.REBOOT_NEEDED: CausePhrase(
        "{item} is on {in_seat}, but Windows must restart before it counts as ready.",
        f"Restart the machine; {_AGAIN}",
    ),
    CauseCode.CONNECTION_LOST: CausePhrase(
        "{seat} stopped answering during the work on {item}.",
        f"See whether the machine is on and in the network; {_AGAIN}",
    ),
    CauseCode.RUN_CRASHED: CausePhrase(
        "The work on {in_seat} was broken off by a fault on our side.",
        "Try the seat again. If it happens twice, the worker's log says what it was.",
    ),
    CauseCode.NOT_ASSIGNED: CausePhrase(
        "No machine stands at {in_seat}.",
        "Name one in the site's files and import them, or take the seat out of them.",
    ),
    CauseCode.OUT_OF_SERVICE: CausePhrase(
        "{seat} is out of service[: {detail}].",
        "It takes part again when the time is over that the site's files give, or as soon as they say so.",
    ),
}
"""All but ``installer_failed``. Fields: seat, in_seat, item, observed, wanted, when, detail, retry."""

_CODES_OF_WINDOWS_INSTALLER = {
    1601: CausePhrase(
        "the Windows Installer service could not be reached",
        f"Check on the machine that the service is not disabled; {_AGAIN}",
    ),
    1602: CausePhrase("somebody cancelled it at the machine", "Try the seat again when nobody works there."),
    1603: CausePhrase(
        "a fatal error during installation",
        "Usual reasons are too little disk space, a file in use, or what an older version left behind. See which one "
        f"it is on the machine; {_AGAIN}",
    ),
    1605: CausePhrase(
        "it changes a product that is not on the machine", "Check in the catalogue that it is a full installer."
    ),
    1612: CausePhrase(
        "Windows no longer has the file that the older version came from",
        f"Remove the older version on the machine; {_AGAIN}",
    ),
    1618: CausePhrase(
        "another installation was going on at the same time",
        "That is often Windows Update. Try the seat again in a few minutes.",
    ),
    1619: CausePhrase(
        "its file could not be opened", f"Check that the file is complete on the distribution point; {_AGAIN}"
    ),
    1620: CausePhrase(
        "its file is no Windows Installer package",
        f"Put the right file on the distribution point, and its checksum into the catalogue; {_AGAIN}",
    ),
    1622: CausePhrase(
        "its log file could not be written", f"Check disk space and the folder for temporary files; {_AGAIN}"
    ),
    1624: CausePhrase(
        "a transform that it was called with could not be applied", "Correct the arguments in the catalogue."
    ),
    1625: CausePhrase(
        "a policy of the domain forbids it",
        f"Ask whoever keeps the group policies to allow this installer; {_AGAIN}",
    ),
    1633: CausePhrase(
        "it is made for another kind of Windows, such as 64-bit instead of 32-bit",
        "Correct the catalogue, or replace the machine.",
    ),
    1638: CausePhrase(
        "another version of it is there already, which it does not replace",
        f"Remove the other version on the machine; {_AGAIN}",
    ),
    1639: CausePhrase("it does not know the arguments that it was called with", "Correct them in the catalogue."),
    1641: CausePhrase("it is through and has begun to restart Windows", f"Wait until it is up again; {_AGAIN}"),
    3010: CausePhrase("it is through, but Windows must restart", f"Restart the machine; {_AGAIN}"),
}

_CODES_OF_WINDOWS = {
    5: CausePhrase("Windows denied access", f"Check that the account is an administrator there; {_AGAIN}"),
    112: CausePhrase("the disk is full", f"Make room on the machine; {_AGAIN}"),
    1223: CausePhrase("somebody cancelled it at the machine", "Try the seat again when nobody works there."),
}

INSTALLER = InstallerPhrases(
    known={
        code: CausePhrase(
            f"{{item}} could not be installed on {{in_seat}}: {phrase.what} (exit code {code}).",
            phrase.do,
        )
        for code, phrase in (_CODES_OF_WINDOWS_INSTALLER | _CODES_OF_WINDOWS).items()
    },
    other=CausePhrase(
        "{item} could not be installed on {in_seat}: its installer ended with exit code {exit_code}.",
        f"Look up in the maker's documentation what that code means; {_AGAIN}",
    ),
    none=CausePhrase(
        "{item} could not be installed on {in_seat}: its installer reported an error.",
        f"The technical words beside this say more. Mend what they name; {_AGAIN}",
    ),
)
"""Exit codes as Windows documents them (msi.h, winerror.h)."""
