"""How long, how much memory, and how sure: repartition and its peers on the same instances.

``__main__`` runs each contender of :mod:`contenders` on each of :mod:`sizes` in a process of its
own (:mod:`runner` starts it, :mod:`child` is what runs there), keeps what came of it
(:mod:`results`) and writes it into ``docs/performance.md`` (:mod:`page`, :mod:`picture`).
"""
