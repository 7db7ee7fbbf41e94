"""Every module that declares events and states; importing this one declares them all."""

from kyogikai_tenants import access, cases, council, municipalities

FEATURES = (*council.FEATURES, municipalities, access, cases)
