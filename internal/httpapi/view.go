package httpapi

// registerViews adds the operations that answer with what a page shows.
func (a *api) registerViews() {}
