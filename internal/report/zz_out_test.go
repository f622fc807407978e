package report
import ("os";"testing")
func TestWriteOut(t *testing.T){ d:=os.Getenv("REPORT_OUT"); if d=="" {t.Skip()}
f:=heard(t)
for n,r:=range map[string]*Report{"site":site(t,f,"A"),"sitef":site(t,f,"F"),"cross":CrossCaseReport(f.Data),"tables":Tables(worked(t).Data)} {
 os.WriteFile(d+"/"+n+".docx",docx(t,r),0o644); os.WriteFile(d+"/"+n+".html",html(t,r),0o644)}}
