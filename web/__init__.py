"""Pages, a JSON API and feeds over ``index``: what ``pykala serve`` serves. It prints, and never computes."""
