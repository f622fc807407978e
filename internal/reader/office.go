package reader

import (
	"context"
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"
)

// officeFormats are the kinds that LibreOffice turns into one we read, by extension.
var officeFormats = map[string]string{".doc": "odt", ".dot": "odt", ".wps": "odt", ".ppt": "odp", ".pps": "odp"}

const officeTime = 2 * time.Minute // for one file; a real one takes seconds

// FindOffice is where LibreOffice is, "" where it is not in the PATH.
func FindOffice() string {
	for _, name := range []string{"soffice", "libreoffice"} {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	return ""
}

// officeSettings keep a document from running macros and from fetching what it links to: the profile that LibreOffice
// starts with is new and holds nothing else. The proxy is a port of this machine at which nothing answers.
const officeSettings = `<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="MacroSecurityLevel" oor:op="fuse"><value>3</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="DisableMacrosExecution" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="BlockUntrustedRefererLinks" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Writer/Content/Update"><prop oor:name="Link" oor:op="fuse"><value>0</value></prop></item>
<item oor:path="/org.openoffice.Inet/Settings"><prop oor:name="ooInetProxyType" oor:op="fuse"><value>2</value></prop></item>
<item oor:path="/org.openoffice.Inet/Settings"><prop oor:name="ooInetHTTPProxyName" oor:op="fuse"><value>127.0.0.1</value></prop></item>
<item oor:path="/org.openoffice.Inet/Settings"><prop oor:name="ooInetHTTPProxyPort" oor:op="fuse"><value>9</value></prop></item>
<item oor:path="/org.openoffice.Inet/Settings"><prop oor:name="ooInetHTTPSProxyName" oor:op="fuse"><value>127.0.0.1</value></prop></item>
<item oor:path="/org.openoffice.Inet/Settings"><prop oor:name="ooInetHTTPSProxyPort" oor:op="fuse"><value>9</value></prop></item>
</oor:items>
`

// readByOffice has LibreOffice turn a file into OpenDocument, in a directory and with a profile of its own that
// are gone afterwards, and reads that. Without LibreOffice the file is refused.
func readByOffice(ctx context.Context, name string, r io.ReaderAt, size int64, opts Options) (*Document, error) {
	extension := strings.ToLower(filepath.Ext(name))
	program := FindOffice()
	if program == "" {
		return nil, invalid("%s is of the kind from before 2007 (%s), which is read where LibreOffice is installed, and it is not: install it, or save the file as .docx", name, extension)
	}
	dir, err := os.MkdirTemp("", "crosscase-office-*")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	in, to := filepath.Join(dir, "in"+extension), officeFormats[extension]
	if err := copyTo(in, io.NewSectionReader(r, 0, size)); err != nil {
		return nil, err
	}
	profile := filepath.Join(dir, "profile")
	if err := os.MkdirAll(filepath.Join(profile, "user"), 0o700); err != nil {
		return nil, err
	}
	if err := os.WriteFile(filepath.Join(profile, "user", "registrymodifications.xcu"), []byte(officeSettings), 0o600); err != nil {
		return nil, err
	}
	if err := runOffice(ctx, program, name, dir, profile, to, in); err != nil {
		return nil, err
	}
	f, err := os.Open(filepath.Join(dir, "in."+to))
	if errors.Is(err, os.ErrNotExist) {
		return nil, invalid("%s could not be read by LibreOffice: it may be damaged or protected by a password; save it as .docx", name)
	}
	if err != nil {
		return nil, err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return nil, err
	}
	if err := checkSize(name, info.Size(), opts.maxSize()); err != nil {
		return nil, err
	}
	a, err := openArchive(name, f, info.Size(), "a document")
	if err != nil {
		return nil, err
	}
	doc, err := readODF(ctx, a, opts)
	if err == nil {
		doc.Format = strings.TrimPrefix(extension, ".")
		doc.Warnings = append(doc.Warnings, "LibreOffice turned the file into OpenDocument, which was read")
	}
	return doc, err
}

func runOffice(ctx context.Context, program, name, dir, profile, to, in string) error {
	limited, cancel := context.WithTimeout(ctx, officeTime)
	defer cancel()
	cmd := exec.CommandContext(limited, program, "--headless", "--norestore", "--nolockcheck", "--nodefault", "--nologo",
		"-env:UserInstallation=file://"+filepath.ToSlash(profile), "--convert-to", to, "--outdir", dir, in)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "HOME="+dir, "http_proxy=http://127.0.0.1:9", "https_proxy=http://127.0.0.1:9", "SAL_USE_VCLPLUGIN=svp")
	endTogether(cmd)
	cmd.WaitDelay = 5 * time.Second
	err := cmd.Run()
	switch {
	case ctx.Err() != nil:
		return ctx.Err()
	case limited.Err() != nil:
		return invalid("%s: LibreOffice did not finish within %s: save the file as .docx", name, officeTime)
	case err != nil:
		return invalid("%s could not be read by LibreOffice (%v): save the file as .docx", name, err)
	}
	return nil
}

func copyTo(path string, r io.Reader) error {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	_, err = io.Copy(f, r)
	return errors.Join(err, f.Close())
}
