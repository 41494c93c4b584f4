"""Who may have which dwelling, and through whose right: one pure vectorised function per rule."""
