//go:build unix

package reader

import (
	"os/exec"
	"syscall"
)

// endTogether makes the end of a program that of the programs it started: soffice is a script around the one that works.
func endTogether(cmd *exec.Cmd) {
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	cmd.Cancel = func() error { return syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL) }
}
