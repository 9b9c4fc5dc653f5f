"""Lists attachments with the vendor's own Python SDK; prints what it answers, as JSON, one line a call."""

import json
import sys

from hrflow import Hrflow

api_url, api_secret, api_user = sys.argv[1:]
client = Hrflow(api_secret=api_secret, api_user=api_user, api_url=api_url)
for source_key, selector in [
    ("source_key", {"key": "profile_key"}),
    ("source_key", {"reference": "profile_reference"}),
    ("candidates", {"reference": "R&D #1"}),
    ("candidates", {"key": "candidate-2"}),
    ("unknown", {"key": "profile_key"}),
    ("source_key", {"key": "nobody"}),
]:
    print(json.dumps(client.profile.attachment.list(source_key=source_key, **selector)))
wrong = Hrflow(api_secret="wrong", api_user=api_user, api_url=api_url)
print(json.dumps(wrong.profile.attachment.list(source_key="source_key", key="profile_key")))
