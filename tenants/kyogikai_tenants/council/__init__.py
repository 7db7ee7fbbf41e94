"""What may happen to a council: one module a feature, holding its events, states and rules.

Importing this package declares them all.
"""

from kyogikai_tenants.council import bodies, councils

FEATURES = (bodies, councils)
