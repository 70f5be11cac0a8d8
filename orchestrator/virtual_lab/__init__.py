"""Simulated Windows machines behind real WinRM over HTTPS. See README.md beside this file.

The lab imports nothing of the product: it is the world outside, and a test compares what the product believes with what
the lab says was really executed. Start it with ``launch.start`` (a process of its own) or ``classroom lab start``.
"""
