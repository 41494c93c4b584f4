"""Who a household is and what it lives on, by the definitions of the law.

::

    Members, Resources, TaxedIncomes -> compose, ceiling_category, monthly_income, reference_income

Pure functions of arrays: whatever format the persons come from, they are counted here. Each age,
date and list is in ``household.toml``, with its source.
"""
