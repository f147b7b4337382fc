"""Record pages of VuFind catalogues."""
