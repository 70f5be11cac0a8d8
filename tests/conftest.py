"""Fixtures that more than one folder of tests uses."""

pytest_plugins = ["tests.lab_fixture", "tests.postgres_fixture", "tests.service_fixture"]
