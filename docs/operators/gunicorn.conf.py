"""gunicorn for several processes: ``gunicorn --config docs/operators/gunicorn.conf.py config.wsgi``."""

bind = "127.0.0.1:8000"
pythonpath = "site"
workers = 3  # about the number of cores; on SQLite use `manage.py serve` instead
worker_class = "gthread"
threads = 4
timeout = 60
graceful_timeout = 30
max_requests = 10_000
max_requests_jitter = 1_000
# No line per request: it would hold the address, the path and the browser.
accesslog = None
errorlog = "-"
# A warning about a malformed request names its sender; an exception, the path.
loglevel = "error"
logger_class = "privacy.server_log.QuietLog"
# Of gunicorn's own temporary files, nothing on a disk.
worker_tmp_dir = "/dev/shm"  # noqa: S108  a tmpfs, and a heartbeat file of nobody's
# Nobody steers this server but systemd; the socket would lie in a home directory.
control_socket_disable = True
