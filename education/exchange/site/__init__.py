"""The static copy: every live page as a file that any web server or CDN serves."""
