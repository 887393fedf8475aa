"""What learners' questions say about a course: figures for its authors, and nobody's identity.

Pure: values in, values out. `masking` takes out what names a person, `grouping` puts like
questions together, `trend` counts what was answered over time and says when that share dropped.
"""
