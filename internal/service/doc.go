// Package service is what a person can do with a study: each method checks access, opens a
// transaction, makes the change and records it. Page, API and command line call the same methods.
//
// The rules are:
//   - who acts stands in ctx (crosscase.WithActor); without it nothing is allowed;
//   - what an actor may not see is "not found"; what they see and may not do is "forbidden";
//   - a member limited to sites sees only their rows, and writes only them;
//   - bad input changes nothing.
package service
