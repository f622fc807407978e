package main

import "fmt"

// version is set when a release is built.
var version = "0.1.0-dev"

type versionCmd struct{}

func (c *versionCmd) Run(a *app) error {
	_, err := fmt.Fprintln(a.stdout, "crosscase", version)
	return err
}
