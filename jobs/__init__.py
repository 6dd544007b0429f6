"""Long work outside a request: by processes of this machine, or by Celery workers."""
