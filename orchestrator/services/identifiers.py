"""Identities for new things."""

import secrets
import time


def new_id() -> str:
    """A UUID version 7 (RFC 9562) as text: sorts by the millisecond of its making, so ids page by age."""
    millis = time.time_ns() // 1_000_000
    random_high, random_low = secrets.randbits(12), secrets.randbits(62)
    value = (millis & ((1 << 48) - 1)) << 80 | 0x7 << 76 | random_high << 64 | 0b10 << 62 | random_low
    digits = f"{value:032x}"
    return f"{digits[:8]}-{digits[8:12]}-{digits[12:16]}-{digits[16:20]}-{digits[20:]}"
