"""Native Windows programs that a scan runs without PowerShell: a small cmd.exe and what it starts."""
