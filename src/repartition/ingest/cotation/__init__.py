"""The points grid of a scenario: from its file to the points of each household.

The way of a grid, top to bottom::

    a file of criteria                                         file.py
      -> what it may not say, whatever the data                rules.py
      -> what the law keeps out of it                          law.py
      -> the columns it names, looked up in the households     names.py
      -> the points of each household, line by line            points.py
      -> what is odd in it, but possible                       cautions.py

``application.py`` goes that way; ``places.py`` is what faults of several of them share.
"""
