"""The settings of an installation; every `DAYBOOK_*` name is documented in docs/operations.md."""

from __future__ import annotations

from pathlib import Path

from django.utils.translation import gettext_lazy as _

from daybook.config import environment as env
from daybook.config.static import is_immutable

PACKAGE = Path(__file__).resolve().parent.parent
HOME = env.home()
UPLOADS = HOME / "uploads"
UPLOAD_BYTES = env.number("UPLOAD_MB", 20) << 20  # of one attached file
UPLOAD_FILES = env.number("UPLOAD_FILES", 10)  # attached to one entry
BALLOT_PAUSE = env.number("BALLOT_PAUSE", 60)  # seconds at least between two movings of ballots
POLICY_DIR = env.text("POLICY_DIR")
FONT_DIR = env.text("FONT_DIR")  # of fonts for printed reports, beside those of the machine
DEMO = env.flag("DEMO")

DEBUG = env.flag("DEBUG")
SECRET_KEY = env.secret_key(HOME)
ALLOWED_HOSTS = env.words("HOSTS", "localhost,127.0.0.1,[::1]")
CSRF_TRUSTED_ORIGINS = env.words("ORIGINS")

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django_htmx",
    "template_partials",
    "daybook.web",  # before allauth: its templates stand over theirs
    "allauth",
    "allauth.account",
    "axes",
    "daybook.ledger",
    "daybook.inbox",
    "daybook.org",
    "daybook.plans",
    "daybook.daily",
    "daybook.monthly",
    "daybook.quarterly",
    "daybook.annual",
    "daybook.objections",
    "daybook.merit",
    "daybook.supervision",
    "daybook.books",
    "daybook.api",
    "daybook.demo",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "daybook.web.middleware.HeadersMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "daybook.web.middleware.IdleMiddleware",
    "daybook.web.middleware.LanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "daybook.web.middleware.PlainAddressMiddleware",
    "daybook.web.middleware.SignInMiddleware",
    "daybook.org.middleware.PersonMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "axes.middleware.AxesMiddleware",
    "daybook.ledger.context.RequestMarkMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
                "daybook.web.context.page",
                "daybook.org.frame.frame",
            ],
        },
    }
]

ROOT_URLCONF = "daybook.config.urls"
WSGI_APPLICATION = "daybook.config.wsgi.application"

DATABASES = {"default": env.database(HOME)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "org.Account"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "daybook.org.backends.AccountBackend",
]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "daybook.web.passwords.NotOneself"},
    {"NAME": "daybook.web.passwords.LongEnough", "OPTIONS": {"min_length": 8}},
    {"NAME": "daybook.web.passwords.NotCommon"},
]
ACCOUNT_ADAPTER = "daybook.web.adapter.SignInWords"
ACCOUNT_USER_MODEL_EMAIL_FIELD = None
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = False  # a session ends with the browser
ACCOUNT_RATE_LIMITS = False  # axes counts failures by name and address; a whole bureau may share one address
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.5  # hours
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_LOCKOUT_TEMPLATE = "account/lockout.html"
AXES_VERBOSE = False

SESSION_ENGINE = "daybook.web.sessions"
SESSION_COOKIE_AGE = 30 * 60  # idle seconds; IdleMiddleware renews it
SESSION_SAVE_EVERY_REQUEST = False
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = env.flag("HTTPS")
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if env.flag("HTTPS") else None
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", _("Simplified Chinese")), ("en", _("English"))]
LOCALE_PATHS = [PACKAGE / "config" / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Shanghai"

STATIC_URL = "static/"
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": UPLOADS},
    },
    "staticfiles": {"BACKEND": "daybook.config.static.BundleStorage"},
}
WHITENOISE_USE_FINDERS = True
WHITENOISE_IMMUTABLE_FILE_TEST = is_immutable

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
