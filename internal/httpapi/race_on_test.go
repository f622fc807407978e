//go:build race

package httpapi

// raced says that the race detector watches, with which everything takes many times as long.
const raced = true
