"""Passwords hashed with Argon2id."""

import argon2

from orchestrator.adapters.passwords.argon2id import Argon2Hasher

CHEAP = argon2.Parameters(
    type=argon2.Type.ID, version=19, salt_len=16, hash_len=32, time_cost=1, memory_cost=64, parallelism=1
)


def test_a_hash_fits_its_password_and_no_other() -> None:
    hasher = Argon2Hasher(CHEAP)
    made = hasher.hash("violet cup of tea")
    assert made.startswith("$argon2id$v=19$m=64,t=1,p=1$")
    assert hasher.verify(made, "violet cup of tea")
    assert not hasher.verify(made, "violet cup of te")


def test_the_same_password_never_has_the_same_hash_twice() -> None:
    hasher = Argon2Hasher(CHEAP)
    assert hasher.hash("violet cup of tea") != hasher.hash("violet cup of tea")


def test_a_letter_that_another_keyboard_makes_of_two_parts_is_the_same_letter() -> None:
    hasher = Argon2Hasher(CHEAP)
    assert hasher.verify(hasher.hash("zw\u00f6lf Kaninchen"), "zwo\u0308lf Kaninchen")


def test_the_decoy_costs_what_another_hash_costs_and_fits_nothing() -> None:
    hasher = Argon2Hasher(CHEAP)
    parameters = argon2.extract_parameters(hasher.decoy)
    assert parameters == argon2.extract_parameters(hasher.hash("violet cup of tea")) == CHEAP
    assert not hasher.verify(hasher.decoy, "violet cup of tea")


def test_what_is_no_hash_fits_no_password() -> None:
    assert not Argon2Hasher(CHEAP).verify("plain text", "plain text")


def test_a_hash_with_other_parameters_is_outdated_but_still_fits() -> None:
    old = Argon2Hasher(CHEAP).hash("violet cup of tea")
    dearer = Argon2Hasher(
        argon2.Parameters(
            type=argon2.Type.ID, version=19, salt_len=16, hash_len=32, time_cost=2, memory_cost=64, parallelism=1
        )
    )
    assert dearer.outdated(old)
    assert dearer.verify(old, "violet cup of tea")
    assert not dearer.outdated(dearer.hash("violet cup of tea"))
    assert not dearer.outdated(dearer.decoy)


def test_the_service_s_own_parameters_are_those_of_the_rfc() -> None:
    assert argon2.extract_parameters(Argon2Hasher().decoy) == argon2.profiles.RFC_9106_LOW_MEMORY
