"""What waits for one's own decision: exactly what one could decide, and nothing that only others can."""

from datetime import timedelta

from orchestrator.domain.evidence import Category
from orchestrator.domain.people import CAMPUS, Permission, Role, RoleScope, ScopeKind
from tests.api.answers import contests, figures, overrides, owed, rules, safeguards
from tests.api.moments import NOON
from tests.api.people import ADA, CLEO, GRACE, MARTA, OLGA, ROOT, SAM, TIM, bearer, give_token, hire
from tests.api.service import Service

EVERYBODY = {
    "ada": ADA,
    "grace": GRACE,
    "cleo": CLEO,
    "tim": TIM,
    "marta": MARTA,
    "sam": SAM,
    "olga": OLGA,
    "root": ROOT,
}


def _waits_for(service: Service, **more: dict[str, str]) -> dict[str, list[tuple[str, str]]]:
    """Kind and id of what waits, by whom it waits for."""
    found = {}
    for login, headers in {**EVERYBODY, **more}.items():
        listed = service.get("/me/decisions", headers=headers).json()["decisions"]
        if listed:
            found[login] = [(one["kind"]["code"], one["id"]) for one in listed]
    return found


def test_an_override_waits_for_each_second_person_that_there_is_in_its_room(service: Service) -> None:
    hire(service.database, "mia", (Role.MANAGER, RoleScope(ScopeKind.CLASSROOM, "b204")))
    hire(service.database, "max", (Role.MANAGER, RoleScope(ScopeKind.CLASSROOM, "c101")))
    override = overrides.waiting(service)
    waits = [("approve_override", override)]
    more = {"mia": bearer("mia"), "max": bearer("max")}
    assert _waits_for(service, **more) == {"marta": waits, "sam": waits, "mia": waits}
    (one,) = service.get("/me/decisions", headers=SAM).json()["decisions"]
    assert one["text"] == "The override of Mozilla Firefox in B-204 needs a second person."
    assert (one["classroom"], one["since"][:10], one["until"][:10]) == ("B-204", "2027-01-12", "2027-01-14")
    assert service.post(f"/overrides/{override}/approve", headers=MARTA).status_code == 200
    assert _waits_for(service, **more) == {}


def test_a_reason_waits_only_for_who_confirms_it_and_only_in_time(service: Service) -> None:
    override = overrides.recorded(service)
    assert _waits_for(service) == {"sam": [("confirm_category", override)]}
    (one,) = service.get("/me/decisions", headers=SAM).json()["decisions"]
    confirm_by = service.get(f"/overrides/{override}").json()["confirm_by"]
    assert one["until"] == confirm_by
    assert one["text"].endswith("waits for you to confirm its reason: security.")
    service.clock.moment = NOON + timedelta(days=2, hours=8)  # the override is over
    assert _waits_for(service) == {}


def test_the_officer_whom_the_evidence_names_is_waited_for(service: Service) -> None:
    evidence = {"clause": "§ 4", "officer": "cleo"}
    override = overrides.recorded(service, category="legal", evidence=evidence)
    assert _waits_for(service) == {"cleo": [("confirm_category", override)]}


def test_a_safeguard_waits_for_the_other_one(service: Service) -> None:
    guard = safeguards.proposed(service)
    assert _waits_for(service) == {"marta": [("approve_safeguard", guard)]}


def test_an_emergency_waits_for_the_other_role_only(service: Service) -> None:
    hire(service.database, "sally", (Role.SECURITY_OFFICER, CAMPUS))
    guard = safeguards.made(service, **safeguards.EMERGENCY)
    assert _waits_for(service, sally=bearer("sally")) == {"marta": [("approve_safeguard", guard)]}


def test_a_contest_waits_for_who_may_rule_on_it_and_for_no_other_manager(service: Service) -> None:
    contests.name_rulers(service, "hardware", {"rulers": [{"login": "grace", "side": "teaching"}]})
    made = contests.contest(service).json()["id"]
    assert _waits_for(service) == {"grace": [("rule_contest", made)]}
    (one,) = service.get("/me/decisions", headers=GRACE).json()["decisions"]
    assert one["text"] == "Git in B-204 is contested."
    assert one["until"] == service.get(f"/contests/{made}").json()["next_at"]


def test_an_exemption_waits_for_its_signature_and_for_a_second_person_who_is_nobody_of_it(service: Service) -> None:
    contests.block(service, Category.SECURITY)
    made = service.post("/exemptions", contests.EXEMPTION, headers=SAM).json()["id"]
    assert _waits_for(service) == {"cleo": [("sign_exemption", made)], "marta": [("approve_exemption", made)]}
    assert service.post(f"/exemptions/{made}/signature", headers=CLEO).status_code == 200
    assert _waits_for(service) == {"marta": [("approve_exemption", made)]}


def test_changes_of_numbers_figures_and_catalogue_wait_for_another_than_who_proposed_them(service: Service) -> None:
    hire(service.database, "milo", (Role.MANAGER, CAMPUS))
    changed = rules.propose(service).json()["id"]
    looked = figures.proposed(service)
    narrowed = owed.proposed(service)
    governs = {("approve_rules", changed), ("approve_person_figures", looked)}
    waits = {login: set(found) for login, found in _waits_for(service, milo=bearer("milo")).items()}
    assert waits == {"root": governs, "milo": {*governs, ("approve_catalog_change", narrowed)}}


def test_a_token_that_allows_less_sees_less(service: Service) -> None:
    overrides.waiting(service)
    give_token(service.database, "marta", "reads", Permission.READ, Permission.ACCOUNT)
    assert _waits_for(service, reads=bearer("reads"))["marta"]
    assert "reads" not in _waits_for(service, reads=bearer("reads"))


def test_the_register_is_narrowed_to_what_waits_for_a_confirmation(service: Service) -> None:
    waits = overrides.recorded(service)
    service.ask("git")
    service.post("/overrides", {**overrides.FORM, **overrides.HEAVY, "item": "git"}, headers=TIM)

    def listed(**query: object) -> list[str]:
        return [one["id"] for one in service.get("/overrides", headers=SAM, **query).json()["overrides"]]

    assert len(listed()) == 2
    assert listed(unconfirmed=True) == [waits]
    assert listed(unconfirmed=False) == [one for one in listed() if one != waits]
    service.post(f"/overrides/{waits}/confirm", {"confirmed": False, "reason": "It is no hole."}, headers=SAM)
    assert listed(unconfirmed=True) == []
