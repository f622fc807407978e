// Package store keeps studies in SQLite or PostgreSQL. It holds all SQL, and it is the only
// package that names a driver.
//
// The rules are:
//   - One text of SQL serves both databases. It is written with $1, $2, …; SQLite receives ?1, ?2, ….
//     What differs stands in dialect.go.
//   - Every write goes through Store.Write: one transaction, the rows, and one Change. The rows a change
//     touched, before and after, are its content; the chain of hashes covers a salted digest of them.
//   - A row's revision is the number of the change that last wrote it. A write that names an older
//     revision is a conflict.
//   - An older binary refuses a newer database, and SQLite is copied before it is migrated.
package store
