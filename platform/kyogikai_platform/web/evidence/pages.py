"""The addresses of this family."""

from kyogikai_platform.web.evidence import bundle_file, checking, entry, growth, overview
from kyogikai_platform.web.family import Family, Page

FAMILY = Family((
    Page("/evidence", "evidence", overview.show),
    Page("/evidence/kyogikai_verify.py", "evidence_verifier", overview.verifier),
    Page("/evidence/checkpoints/<size>.txt", "evidence_note", overview.note),
    Page("/evidence/growth", "evidence_growth", growth.show),
    Page("/evidence/growth.json", "evidence_growth_file", growth.take),
    Page("/evidence/entries/<entry>", "evidence_entry", entry.show),
    Page("/evidence/entries/<entry>/proof.json", "evidence_proof", entry.take),
    Page("/evidence/bundle", "evidence_bundle", bundle_file.send, ("POST",)),
    Page("/evidence/verify", "evidence_verify", checking.verify, ("POST",)),
    Page("/evidence/seal", "evidence_seal", checking.seal, ("POST",)),
    Page("/evidence/checks/<uuid:job>", "evidence_check", checking.show),
))  # fmt: skip
