"""The demonstration: people, sources and pages as plain data, and the builder that tells the story.

Everything here is written through the real verbs, so what a newcomer sees is what the product does.
The people are invented; the publications are real and the words about them are our own.
"""
