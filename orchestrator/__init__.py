"""Classroom software deployment orchestrator: what an instructor asks for is on the machines in time."""
