"""The connection test: what each step found, and what can be done about it."""

from collections.abc import Mapping

from orchestrator.domain.connections import ConnectionFinding, ConnectionStep, StepState
from orchestrator.services.wording.phrasebook import CausePhrase, ConnectionPhrases, Terms

TERMS: Terms = {
    ConnectionStep: {
        ConnectionStep.NAME: "name",
        ConnectionStep.PORT: "port",
        ConnectionStep.CERTIFICATE: "certificate",
        ConnectionStep.LOGIN: "login",
        ConnectionStep.SHELL: "shell",
    },
    StepState: {
        StepState.PASSED: "works",
        StepState.FAILED: "fails",
        StepState.NOT_TRIED: "not tried",
    },
}
"""By enumeration and member."""

NOT_FOUND: Mapping[str, str] = {
    "machine": "No machine stands at seat {name}, so there is nothing to test. Name one in the site's files and import "
    "them.",
}
"""Detail of ``not-found`` by kind of thing."""

_AGAIN = "then test again."
_RIGHTS = "Make it a member of “Remote Management Users” or of the administrators on the machine"

CONNECTIONS = ConnectionPhrases(
    works="Seat {label} in {room} can be reached: every step works.",
    fails="Seat {label} in {room} cannot be reached: it fails at the step “{step}”.",
    not_tried="Not tried, because a step before it fails.",
    findings={
        ConnectionFinding.NAME_KNOWN: CausePhrase("{address} leads to {addresses:list}.", ""),
        ConnectionFinding.ADDRESS_GIVEN: CausePhrase(
            "The site's files give {address}, which is an address already: there is no name to look up.", ""
        ),
        ConnectionFinding.NAME_UNKNOWN: CausePhrase(
            "The name {address} leads nowhere: the name service does not know it.",
            f"Correct the address in the site's files and import them, or mend the machine's DNS entry; {_AGAIN}",
        ),
        ConnectionFinding.NAMES_UNANSWERED: CausePhrase(
            "Whether {address} leads anywhere is unknown: the name service does not answer.",
            f"See whether this host reaches its DNS server; {_AGAIN}",
        ),
        ConnectionFinding.PORT_OPEN: CausePhrase("Something listens on port {port} of {connected}.", ""),
        ConnectionFinding.PORT_REFUSED: CausePhrase(
            "Nothing listens on port {port} of {address}: the connection was refused.",
            "Most often the machine is switched off, or still starting: see first whether it is on. If it is, start "
            "the WinRM service on the machine and give it an HTTPS listener on this port, or correct the port in the "
            f"site's files and import them; {_AGAIN}",
        ),
        ConnectionFinding.PORT_SILENT: CausePhrase(
            "Nobody answered on port {port} of {address} in time.",
            "See whether the machine is switched on and in the network, and whether a firewall lets port {port} "
            f"through; {_AGAIN}",
        ),
        ConnectionFinding.NO_ROUTE: CausePhrase(
            "No way leads to {address}: nobody in the network answers for it.",
            f"See whether the machine is switched on, and whether this host has a route to its network; {_AGAIN}",
        ),
        ConnectionFinding.CERTIFICATE_TRUSTED: CausePhrase(
            "The certificate is for {address}[, holds until {until:when}] and is signed by an authority in "
            "{authorities}.",
            "",
        ),
        ConnectionFinding.CERTIFICATE_TRUSTED_BY_SYSTEM: CausePhrase(
            "The certificate is for {address}[, holds until {until:when}] and is signed by an authority that this host "
            "trusts.",
            "",
        ),
        ConnectionFinding.AUTHORITIES_UNREADABLE: CausePhrase(
            "The certificate could not be checked: the file of authorities is missing here or holds none"
            "[: {authorities}].",
            "Put the PEM file of your certificate authority there, readable for the service, or correct its path: in "
            f"the site's files, or in the setting CLASSROOM_CA_FILE; {_AGAIN}",
        ),
        ConnectionFinding.CERTIFICATE_EXPIRED: CausePhrase(
            "The certificate has ended[ on {until:when}].",
            f"Renew the certificate of the machine's WinRM listener; {_AGAIN}",
        ),
        ConnectionFinding.CERTIFICATE_NOT_YET: CausePhrase(
            "The certificate does not hold yet.",
            f"Compare the clock of this host with the machine's, or wait until the certificate holds; {_AGAIN}",
        ),
        ConnectionFinding.CERTIFICATE_OTHER_NAME: CausePhrase(
            "The certificate is not for {address}[, but for {names:list}].",
            "Give the WinRM listener a certificate for {address}, or write in the site's files the name that the "
            f"certificate is for, and import them. If another machine answers there, mend the DNS entry; {_AGAIN}",
        ),
        ConnectionFinding.AUTHORITY_UNKNOWN: CausePhrase(
            "The certificate is not signed by an authority that we trust[, which are those in {authorities}].",
            "Give the WinRM listener a certificate of your authority, or name the file of the authority that has "
            "signed it: in the site's files (ansible_winrm_ca_trust_path), or in the setting CLASSROOM_CA_FILE; "
            f"{_AGAIN}",
        ),
        ConnectionFinding.CERTIFICATE_REFUSED: CausePhrase(
            "The certificate is not accepted.",
            "The technical words beside this say what is wrong with it. Renew the certificate of the machine's WinRM "
            f"listener; {_AGAIN}",
        ),
        ConnectionFinding.NO_TLS: CausePhrase(
            "Something answers on port {port}, but does not speak TLS.",
            "Check that the port is that of the HTTPS listener (usually 5986) and not of the plain one (5985): the "
            f"password is sent over TLS only. Correct it in the site's files and import them; {_AGAIN}",
        ),
        ConnectionFinding.SIGNED_IN: CausePhrase("The machine let {user} in ({transport}).", ""),
        ConnectionFinding.SECRET_MISSING: CausePhrase(
            "The password of {user} is missing on our side, so nothing was sent.",
            "Set the secret {secret} as the variable {variable} of the service's and the worker's environment, or as a "
            f"file {{secret}} that only their user can read, in the folder CLASSROOM_SECRETS_DIR; {_AGAIN}",
        ),
        ConnectionFinding.PASSWORD_REFUSED: CausePhrase(
            "The machine did not accept {user} with our password. It does not say whether the user or password is "
            "wrong, or the account is locked, disabled or expired.",
            "Try the account at the machine. If it works there, set the secret {secret} to its password; if not, "
            f"unlock the account or renew its password; {_AGAIN}",
        ),
        ConnectionFinding.ACCOUNT_LOCKED: CausePhrase(
            "The account {user} is locked.",
            "See first who used a wrong password for it, for it will be locked anew. Unlock it, and check the secret "
            f"{{secret}}; {_AGAIN}",
        ),
        ConnectionFinding.ACCOUNT_DISABLED: CausePhrase(
            "The account {user} is disabled.",
            f"Enable it, or name another account in the site's files and import them; {_AGAIN}",
        ),
        ConnectionFinding.PASSWORD_EXPIRED: CausePhrase(
            "The password of {user} has expired, or must be changed before it is used.",
            f"Change it, and set the secret {{secret}} to the new one; {_AGAIN}",
        ),
        ConnectionFinding.METHOD_NOT_OFFERED: CausePhrase(
            "The machine lets nobody in by {transport}[; it offers {methods:list}].",
            "Allow it in the settings of the machine's WinRM service, or give the connection {profile} another "
            "transport in the site's files (basic, ntlm, credssp) and import them. Kerberos alone does not suffice: we "
            f"cannot sign in by it; {_AGAIN}",
        ),
        ConnectionFinding.NOT_ALLOWED: CausePhrase(
            "The account {user} may not use WinRM on the machine.", f"{_RIGHTS}; {_AGAIN}"
        ),
        ConnectionFinding.SHELL_ANSWERED: CausePhrase(
            "A shell opened, and a command answered in code page {code_page}.", ""
        ),
        ConnectionFinding.SHELL_DENIED: CausePhrase(
            "The machine knows {user}, but does not let this account open a shell.",
            f"{_RIGHTS}, and check that its WinRM service allows remote shells (AllowRemoteShellAccess); {_AGAIN}",
        ),
        ConnectionFinding.SHELL_REFUSED: CausePhrase(
            "The machine let {user} in and then opened no shell.",
            "The technical words beside this name the fault. Often too many shells are open: restart the WinRM service "
            f"on the machine; {_AGAIN}",
        ),
        ConnectionFinding.SHELL_UNREADABLE: CausePhrase(
            "A command ran, but what it printed is not what Windows prints.",
            "See on the machine whether “chcp” and “reg” work in a command prompt, and whether something is run there "
            f"at each start of one (AutoRun); {_AGAIN}",
        ),
        ConnectionFinding.OTHER_MACHINE: CausePhrase(
            "Another machine answers behind this address: its hardware is not that of {machine}.",
            "See which machine stands there. If it was exchanged on purpose, correct the hardware id in the site's "
            f"files and import them; {_AGAIN}",
        ),
        ConnectionFinding.HUNG_UP: CausePhrase(
            "The machine, or something on the way, hung up in the middle.",
            "Test again. If it happens once more, look into the machine's event log of Windows Remote Management, and "
            "at firewalls and proxies on the way.",
        ),
        ConnectionFinding.NO_ANSWER: CausePhrase(
            "The machine stopped answering.",
            "It may be busy or about to restart: test again in a few minutes. If it stays so, restart the WinRM "
            "service on the machine.",
        ),
        ConnectionFinding.NOT_WINRM: CausePhrase(
            "What answers on port {port} of {address} does not speak WinRM.",
            "Check that the port in the site's files is that of the machine's HTTPS listener, and that nothing else "
            f"was put on it; {_AGAIN}",
        ),
        ConnectionFinding.TOO_LONG: CausePhrase(
            "This was not done when the {seconds} seconds of the test were over.",
            "Test again. If it stays so, look at this step: something there takes the call and does not go on.",
        ),
    },
)
"""All of it."""
