"""The check of the record where it is kept: everything that is stored, held against what was signed.

``verifier/verify_record.py`` does the same to an export and shares no code with this. What each finding means, and how
far it can be trusted, stands in ``docs/record-format.md``.
"""
