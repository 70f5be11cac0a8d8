"""Paths of the account that Ansible logs on with. Pure."""

import re

_PROFILE = "C:\\Users\\lab-admin"
_VARIABLES = {"%TEMP%": f"{_PROFILE}\\AppData\\Local\\Temp", "%USERPROFILE%": _PROFILE}


def expanded(path: str) -> str:
    """A path with the account's environment variables and a leading ``~`` replaced."""
    for variable, value in _VARIABLES.items():
        # A backslash in a replacement would be an escape, hence doubled.
        path = re.sub(re.escape(variable), value.replace("\\", r"\\"), path, flags=re.IGNORECASE)
    return _PROFILE + path[1:] if path == "~" or path.startswith("~\\") else path
