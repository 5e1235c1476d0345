"""All settings, driven by the environment; every value has a safe default.

``DATABASE_URL`` (default SQLite), ``CACHE_URL``, ``SECRET_KEY``, ``DEBUG`` (default off),
``ALLOWED_HOSTS``, ``CSRF_TRUSTED_ORIGINS``, ``SITE_URL``, ``SITE_NAME``, ``EMERGENCY_NUMBER``,
``EMAIL_URL``, ``MAIL_FROM``, ``MEDIA_DIR``, ``HANDOUT_PAPER``, ``LINK_CHECK_DAYS`` (default 0:
sources' links are not tried).
"""

from __future__ import annotations

from email.utils import formataddr
from pathlib import Path
from urllib.parse import urlsplit

from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.core.management.utils import get_random_secret_key
from environs import Env

BASE_DIR = Path(__file__).resolve().parent.parent
env = Env()

DEBUG = env.bool("DEBUG", False)
# Without a key each process makes its own: sessions end with the process, nothing is guessable.
# `check --deploy` refuses to call that production (education.E001).
SECRET_KEY = env.str("SECRET_KEY", "") or get_random_secret_key()
SECRET_KEY_IS_EPHEMERAL = not env.str("SECRET_KEY", "")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", ["localhost", "127.0.0.1", "[::1]"])
CSRF_TRUSTED_ORIGINS: list[str] = env.list("CSRF_TRUSTED_ORIGINS", [])
HTTPS = env.bool("HTTPS", False)

SITE_NAME = env.str("SITE_NAME", "Countersign")
SITE_URL = env.str("SITE_URL", "http://localhost:8000").rstrip("/")
# After so many days the address of a source is tried again; 0 tries none, and nothing calls out.
LINK_CHECK_DAYS = env.int("LINK_CHECK_DAYS", 0)
EMERGENCY_NUMBER = env.str("EMERGENCY_NUMBER", "112")

INSTALLED_APPS = [
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "csp",
    "ninja",
    # Before the library, so that our refusals stand in place of its cleaning commands.
    "education",
    "simple_history",
]

MIDDLEWARE = [
    # First, so that readers' pages never touch sessions, logins or messages.
    "education.patients.middleware.PatientPages",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "education.audit.history.ActorMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]

DATABASES = {
    "default": env.dj_db_url("DATABASE_URL", f"sqlite:///{BASE_DIR / 'var' / 'db.sqlite3'}")
}
DATABASES["default"]["CONN_MAX_AGE"] = None
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # IMMEDIATE takes the one write lock at BEGIN, so two writers queue instead of failing.
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        # For a file that writes ahead, as ``education.write_ahead`` sees to.
        "init_command": "PRAGMA synchronous=NORMAL;",
    }
else:
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
    # Short queries over guessed row counts: compiling them takes longer than running them.
    DATABASES["default"].setdefault("OPTIONS", {}).setdefault("options", "-c jit=off")
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {"default": env.dj_cache_url("CACHE_URL", "locmem://")}

# Without a mail server messages wait in the outbox and `check --deploy` says so (education.W001);
# a developer's machine prints them.
EMAIL_IS_SET = DEBUG or bool(env.str("EMAIL_URL", ""))
if EMAIL_IS_SET:
    _mail = env.dj_email_url("EMAIL_URL", "console://")
    if "EMAIL_BACKEND" not in _mail:
        raise ImproperlyConfigured("EMAIL_URL begins with smtp:// (or submission://, for TLS).")
    EMAIL_BACKEND = _mail["EMAIL_BACKEND"]
    EMAIL_HOST, EMAIL_PORT = _mail["EMAIL_HOST"], _mail["EMAIL_PORT"]
    EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = _mail["EMAIL_HOST_USER"], _mail["EMAIL_HOST_PASSWORD"]
    EMAIL_USE_TLS, EMAIL_USE_SSL = _mail["EMAIL_USE_TLS"], _mail["EMAIL_USE_SSL"]
    EMAIL_FILE_PATH = _mail["EMAIL_FILE_PATH"]
    # A server that does not answer may not hold up the rest.
    EMAIL_TIMEOUT = _mail["EMAIL_TIMEOUT"] or 30
else:
    EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env.str("MAIL_FROM", "") or formataddr(
    (SITE_NAME, f"noreply@{urlsplit(SITE_URL).hostname or 'localhost'}")
)

AUTH_USER_MODEL = "education.User"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
LOGIN_URL = "admin:login"
LOGIN_REDIRECT_URL = "/desk/"
SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
CSRF_COOKIE_HTTPONLY = True
SECURE_SSL_REDIRECT = HTTPS
# Probes come from inside, without TLS.
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "object-src": [NONE],
    }
}

LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("es", "Español"), ("ar", "العربية")]
TIME_ZONE = "UTC"
USE_I18N = True
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = env.str("STATIC_ROOT", str(BASE_DIR / "var" / "static"))
# Pictures of pages, each under the SHA-256 of its bytes; never served by path (decision 0011).
MEDIA_DIR = env.str("MEDIA_DIR", str(BASE_DIR / "var" / "media"))
# Handouts made into PDFs, kept for every worker; nothing is lost when it is emptied.
HANDOUT_DIR = env.str("HANDOUT_DIR", str(BASE_DIR / "var" / "handouts"))
# What sheets are printed on: A4 or Letter.
HANDOUT_PAPER = env.str("HANDOUT_PAPER", "A4")
# Looked up beside the sources as well, so pages have their styles before collectstatic ran.
WHITENOISE_USE_FINDERS = env.bool("STATIC_FROM_SOURCES", True)
WHITENOISE_AUTOREFRESH = DEBUG

# The edit trail keeps whole sentences as reasons and may never be switched off (pitfalls S23, S24).
SIMPLE_HISTORY_HISTORY_CHANGE_REASON_USE_TEXT_FIELD = True
SIMPLE_HISTORY_ENFORCE_HISTORY_MODEL_PERMISSIONS = True
SIMPLE_HISTORY_REVERT_DISABLED = True
SIMPLE_HISTORY_DATE_INDEX = "composite"

NINJA_PAGINATION_MAX_LIMIT = 100
NINJA_NUM_PROXIES = env.int("NUM_PROXIES", 0)

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    # One style sheet serves screens and paper: what paper does not know of it is no news.
    "loggers": {"weasyprint": {"level": "ERROR"}},
}
