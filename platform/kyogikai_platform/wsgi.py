"""What a server worker imports: the application on the database that its parent opened."""

import atexit
import gc
import os
import sys

import sqlalchemy as sa

from kyogikai_platform.app import create_app
from kyogikai_platform.installation import Installation
from kyogikai_platform.operations import logs
from kyogikai_platform.orphans import end_with_parent
from kyogikai_platform.serving import begin
from kyogikai_platform.settings import settings

LOGIN = sa.make_url(os.environ["KYOGIKAI_LOGIN"])
SWITCH = 0.0005
"""Seconds after which a thread that computes lets another go on: a neighbour's answer waits no longer."""

sys.setswitchinterval(SWITCH)
end_with_parent()
logs.configure(settings().log)
here = Installation(settings(), LOGIN, LOGIN)
application = create_app(here)
atexit.register(here.close)
here.begin()
gc.collect()
gc.freeze()  # what is there now stays: a collection that walks through it would hold up everybody's answers
begin()
