"""The people of the demo: one for each role, a second instructor, and somebody outside IT who answers for risks."""

from pathlib import Path

from orchestrator.cli.host import operator
from orchestrator.domain.people import Role
from orchestrator.services.first_people import DemoPerson, people_for_demo
from orchestrator.services.people import NewPerson
from orchestrator.settings import Settings

ADA = NewPerson("ada.lovelace", "Prof. Ada Lovelace")
MARIE = NewPerson("marie.curie", "Dr. Marie Curie")
TECHNICIAN = NewPerson("tom.kilburn", "Tom Kilburn")
MANAGER = NewPerson("dorothy.vaughan", "Dorothy Vaughan")
OFFICER = NewPerson("joan.clarke", "Joan Clarke")
RISK_OWNER = NewPerson("katherine.johnson", "Katherine Johnson")
ADMINISTRATOR = NewPerson("ida.rhodes", "Ida Rhodes")

CAST = (
    (ADA, Role.INSTRUCTOR),
    (MARIE, Role.INSTRUCTOR),
    # Head of the library: she asks for software like others who teach, and holds no role of IT.
    (RISK_OWNER, Role.INSTRUCTOR),
    (NewPerson("grace.hopper", "Grace Hopper"), Role.COORDINATOR),
    (TECHNICIAN, Role.TECHNICIAN),
    (MANAGER, Role.MANAGER),
    (OFFICER, Role.SECURITY_OFFICER),
    (NewPerson("luca.pacioli", "Luca Pacioli"), Role.AUDITOR),
    (ADMINISTRATOR, Role.ADMINISTRATOR),
)


def gathered(database_url: str, state_dir: Path) -> tuple[DemoPerson, ...]:
    """Make the accounts, or give those of an earlier demo new passwords and tokens.

    Args:
        database_url: Database of the demo, at this version's tables.
        state_dir: Where the demo's service keeps the rest.
    """
    from orchestrator.bootstrap import assembled

    # Without the environment: what a shell has set for another installation must not reach the demo's.
    settings = Settings.model_construct(database_url=database_url, state_dir=state_dir)
    with assembled(settings) as parts:
        tools = parts.toolbox
        return people_for_demo(
            CAST,
            operator=operator(),
            transactions=tools.transactions,
            clock=tools.clock,
            new_id=tools.new_id,
            hasher=tools.hasher,
        )
