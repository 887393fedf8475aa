"""The HTTP door: version 1 of the API, the OpenAI-compatible route, and the guard before both.

Start at ``app.create_app``. A request passes the envelope (request id, headers, last resort), the
guard (hosts, origins, the list of open addresses), the body limit and the identity; then FastAPI.
"""
