// Package examples holds the worked example and the published typologies as data.
package examples

import "embed"

// Files are the data files: nhs-medical-leadership/ and biogas-malawi/ with one file a table, typologies/ with one a scheme.
//
//go:embed nhs-medical-leadership typologies
var Files embed.FS
