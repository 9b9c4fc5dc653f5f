"""Lists attachments and profiles with the vendor's own Python SDK; prints what it answers, as JSON, one line a call."""

import json
import sys

from hrflow import Hrflow
from hrflow.utils.storing import get_all_profiles

api_url, api_secret, api_user = sys.argv[1:]
client = Hrflow(api_secret=api_secret, api_user=api_user, api_url=api_url)
for source_key, selector in [
    ("source_key", {"key": "profile_key"}),
    ("source_key", {"reference": "profile_reference"}),
    ("candidates", {"reference": "R&D #1"}),
    ("candidates", {"email": "a+b@x.io"}),
    ("candidates", {"key": "candidate-2"}),
    ("unknown", {"key": "profile_key"}),
    ("source_key", {"key": "nobody"}),
]:
    print(json.dumps(client.profile.attachment.list(source_key=source_key, **selector)))
wrong = Hrflow(api_secret="wrong", api_user=api_user, api_url=api_url)
print(json.dumps(wrong.profile.attachment.list(source_key="source_key", key="profile_key")))

for source_key, options in [
    ("candidates", {}),
    ("candidates", {"order_by": "asc", "sort_by": "updated_at", "limit": 2, "page": 2}),
    ("candidates", {"created_at_min": "2020-09-12", "created_at_max": "2020-12-31", "return_profile": True}),
    ("candidates", {"reference": "R&D #1"}),
    ("unknown", {}),
]:
    print(json.dumps(client.profile.storing.list(source_keys=[source_key], **options)))
print(json.dumps(wrong.profile.storing.list(source_keys=["candidates"])))
print(json.dumps(get_all_profiles(client, "many")))
