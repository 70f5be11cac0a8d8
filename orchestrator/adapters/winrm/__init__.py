"""The scan: one command line per machine over WinRM, read into an observation. The only importer of ``winrm``."""
