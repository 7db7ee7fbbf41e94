"""What a server worker imports: the application on the database that its parent opened."""

import os

import sqlalchemy as sa

from kyogikai_platform.app import create_app
from kyogikai_platform.installation import Installation
from kyogikai_platform.settings import settings

application = create_app(Installation(settings(), sa.make_url(os.environ["KYOGIKAI_LOGIN"])))
