"""What the running service puts around its answers, as a client on the wire sees it."""

import httpx2

from tests.lab_fixture import MakeLab
from tests.service_fixture import MakeInstallation


def test_the_settings_of_headers_and_budgets_hold_on_the_wire(
    make_lab: MakeLab, make_installation: MakeInstallation
) -> None:
    edge = {"CLASSROOM_READS_PER_MINUTE": "60", "CLASSROOM_HTTPS_ONLY": "true"}
    made = make_installation(make_lab(["b204-01"]), database=edge)
    token = made.hire("ada")["ada"]
    with httpx2.Client(base_url=made.start_service()) as http:
        strangers = [http.get("/api/v1/health") for _ in range(61)]
        assert {answer.status_code for answer in strangers[:60]} == {200}
        assert "Server" not in strangers[0].headers
        assert strangers[0].headers["Strict-Transport-Security"] == "max-age=31536000"
        refused = strangers[60]
        assert (refused.status_code, refused.json()["code"]) == (429, "rate-limited")
        assert 1 <= int(refused.headers["Retry-After"]) <= 60
        # Whose token it is has to be found out first, and that is the address's matter.
        known = http.get("/api/v1/me", headers={"Authorization": f"Bearer {token}"})
        assert known.status_code == 429
