"""Lists the attachments of many profiles as the vendor's exporter of résumés does: its Python SDK in a pool of threads. Prints
the seconds that it took, without what came before the first call."""

import sys
from concurrent.futures import ThreadPoolExecutor
from time import perf_counter

from hrflow import Hrflow

api_url, count, threads = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
client = Hrflow(api_secret="ask_benchmark", api_user="user@example.com", api_url=api_url)


def attachments(key):
    response = client.profile.attachment.list(source_key="s", key=key)
    assert len(response["data"]) == 2
    return response["data"]


attachments("warm")
begun = perf_counter()
with ThreadPoolExecutor(threads) as pool:
    listed = list(pool.map(attachments, [f"profile-{index}" for index in range(count)]))
print(perf_counter() - begun)
