"""The nouns: scenario, instance, filters, quotas, tiers, plan. Only numpy and pydantic."""
