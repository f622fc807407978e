package httpapi

func (a *api) registerReports() {}
