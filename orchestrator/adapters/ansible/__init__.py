"""The Ansible side of the port to the machines: one fenced process per run, around ``playbooks/apply_manifest.yml``."""
