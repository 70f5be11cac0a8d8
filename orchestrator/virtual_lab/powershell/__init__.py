"""What Ansible sends to PowerShell: the envelope around a module is decoded, its arguments are checked."""
