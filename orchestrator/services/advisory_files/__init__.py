"""Lists of advisories as files: texts and archives in, ``Advisory`` values or every problem of them out.

No file is opened here, and nothing is fetched: somebody downloads CISA's catalogue or an OSV archive and hands it in.
``reading.read_advisories`` is the door; ``mapping.read_mapping`` reads which of their products are items of ours.
"""
