// Package examples holds the worked example, the published typologies and the codebooks to begin with as data.
package examples

import "embed"

// Files are the data files: nhs-medical-leadership/ and biogas-malawi/ with one file a table, typologies/ with one a
// scheme, codebooks/ with one a codebook table.
//
//go:embed nhs-medical-leadership typologies codebooks
var Files embed.FS
