package refi_test

import (
	"archive/zip"
	"bytes"
	"fmt"
	"strings"
	"testing"
	"time"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/crosscase/crosscase/internal/refi"
)

// file is a member of an archive made for a test.
type file struct {
	name, body string
	stored     bool
}

// pack makes an archive whose bytes depend on nothing but its files.
func pack(t testing.TB, files ...file) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, f := range files {
		h := &zip.FileHeader{Name: f.name, Method: zip.Deflate, Modified: time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC)}
		if f.stored {
			h.Method = zip.Store
		}
		w, err := z.CreateHeader(h)
		must(t, err)
		_, err = w.Write([]byte(f.body))
		must(t, err)
	}
	must(t, z.Close())
	return b.Bytes()
}

// guid is a made-up identifier.
func guid(n int) string { return fmt.Sprintf("00000000-0000-4000-8000-%012d", n) }

// offsets says where a quotation is in a text, counted the plain way: cut the text before it and
// measure the pieces.
func offsets(raw, quote string, c refi.Convention) (start, end int) {
	before, _, ok := strings.Cut(raw, quote)
	if !ok {
		panic("no " + quote)
	}
	return units(before, c), units(before, c) + units(quote, c)
}

func units(s string, c refi.Convention) int {
	if c.OneBreak {
		s = strings.ReplaceAll(s, "\r\n", "\n")
	}
	if c.UTF16 {
		return len(utf16.Encode([]rune(s)))
	}
	return utf8.RuneCountInString(s)
}

// passage is a coded passage in the plainest dialect.
func passage(n int, raw, quote, name, code string, c refi.Convention) string {
	start, end := offsets(raw, quote, c)
	return fmt.Sprintf(`<PlainTextSelection guid="%s" name="%s" startPosition="%d" endPosition="%d"><Coding guid="%s"><CodeRef targetGUID="%s"/></Coding></PlainTextSelection>`,
		guid(n), name, start, end, guid(n+1000), code)
}

// The words of the fixtures are ours; nobody said them.
const (
	speech = "Q: Who leads here?\nA: We all do 😀, in a way.\nIt is shared — mostly.\nQ: And on 🏥 nights?\nA: Nobody leads at night.\n"
	crlf   = "\r\n"
	bom    = "\uFEFF"
)

func withCRLF(s string) string { return strings.ReplaceAll(s, "\n", crlf) }

// A fixture is a small project in the dialect of one program.
type fixture struct {
	name   string
	data   []byte
	quotes map[string]string // selection -> its words
	wants  refi.Convention
}

func fixtures(t testing.TB) []fixture {
	t.Helper()
	return []fixture{
		nvivoWindows(t), nvivoMac(t), qualcoder(t), atlasti(t), maxqda(t), f4(t), openqda(t), transana(t), qc(t),
		unknownByName(t), unknownByBorder(t),
		taguette(), portable(), annex(),
	}
}

func nvivoWindows(t testing.TB) fixture {
	c := refi.Convention{UTF16: true, Basis: refi.ByOrigin}
	raw := withCRLF(speech)
	xml := withCRLF(`<?xml version="1.0" encoding="utf-8"?>
<Project xmlns:xsd="http://www.w3.org/2001/XMLSchema" name="Wards" origin="NVivo for Windows 12.6" creatingUserGUID="` + guid(1) + `" creationDateTime="2025-02-21T15:09:07Z" basePath="" xmlns="urn:QDA-XML:project:1.0">
  <Users>
    <User guid="` + guid(1) + `" name="First" />
  </Users>
  <CodeBook>
    <Codes>
      <Code guid="` + guid(2) + `" name="Leading" isCodable="true">
        <Description />
        <Code guid="` + guid(3) + `" name="Shared" isCodable="true" />
      </Code>
      <Code guid="` + guid(4) + `" name="Cases" isCodable="false">
        <Code guid="` + guid(5) + `" name="Site A" isCodable="true">
          <Code guid="` + guid(6) + `" name="Ward 1" isCodable="true" />
        </Code>
      </Code>
    </Codes>
  </CodeBook>
  <Variables>
    <Variable guid="` + guid(7) + `" name="Site:Beds" typeOfVariable="Text" />
  </Variables>
  <Cases>
    <Case guid="` + guid(5) + `" name="Site A" />
    <Case guid="` + guid(6) + `" name="Ward 1" />
  </Cases>
  <Sources>
    <TextSource guid="` + guid(10) + `" name="Talk" richTextPath="internal://` + guid(10) + `.docx" plainTextPath="internal://` + guid(10) + `.txt" creatingUser="` + guid(1) + `">
      <Description />
      ` + passage(11, raw, "in a way", "", guid(3), c) + `
      ` + passage(12, raw, "in a way", "", guid(2), c) + `
      ` + passage(13, raw, "A: Nobody leads at night.", "", guid(6), c) + `
      <Coding guid="` + guid(14) + `" creatingUser="` + guid(1) + `" creationDateTime="2025-02-21T16:00:00Z"><CodeRef targetGUID="` + guid(5) + `" /></Coding>
      <VariableValue><VariableRef targetGUID="` + guid(7) + `" /><TextValue>400</TextValue></VariableValue>
    </TextSource>
  </Sources>
  <Notes>
    <Note guid="` + guid(20) + `" name="Memo" plainTextPath="internal://` + guid(20) + `.txt" />
  </Notes>
  <Links>
    <Link guid="` + guid(21) + `" originGUID="` + guid(10) + `" targetGUID="` + guid(20) + `" />
  </Links>
  <Description />
</Project>`)
	return fixture{
		name: "nvivo-windows.qdpx",
		data: pack(t, file{name: "project.qde", body: xml}, file{name: "Sources/" + guid(10) + ".txt", body: bom + raw},
			file{name: "Sources/" + guid(10) + ".docx", body: "no Word file"}, file{name: "Sources/" + guid(20) + ".txt", body: bom + "A memo."}),
		quotes: map[string]string{guid(11): "in a way", guid(12): "in a way", guid(13): "A: Nobody leads at night."},
		wants:  c,
	}
}

func nvivoMac(t testing.TB) fixture {
	c := refi.Convention{UTF16: true, Basis: refi.ByOrigin}
	xml := `<?xml version="1.0" encoding="UTF-8" standalone="no" ?><Project basePath="" name="Pictures" origin="NVivo for Mac 14.23.0" xmlns="urn:QDA-XML:project:1.0"><CodeBook><Codes>` +
		`<Code guid="` + guid(2) + `" isCodable="true" name="Night"/></Codes></CodeBook><Sources>` +
		`<PictureSource currentPath="" guid="` + guid(10) + `" name="Board" path="internal://` + guid(10) + `.jpeg"><PictureSelection firstX="0" firstY="0" guid="` + guid(11) + `" name="" secondX="721" secondY="720">` +
		`<Coding guid="` + guid(12) + `"><CodeRef targetGUID="` + guid(2) + `"/></Coding></PictureSelection></PictureSource>` +
		`<TextSource guid="` + guid(13) + `" name="Talk" plainTextPath="internal://` + guid(13) + `.txt">` + passage(14, speech, "Nobody leads", "", guid(2), c) + `</TextSource>` +
		`</Sources></Project>`
	return fixture{
		name: "nvivo-mac.qdpx",
		data: pack(t, file{name: "sources/" + guid(10) + ".jpeg", body: "no picture", stored: true}, file{name: "sources/" + guid(13) + ".txt", body: speech, stored: true},
			file{name: "sources/.root", stored: true}, file{name: "project.qde", body: xml, stored: true}),
		quotes: map[string]string{guid(14): "Nobody leads"},
		wants:  c,
	}
}

func qualcoder(t testing.TB) fixture {
	c := refi.Convention{OneBreak: true, PageTop: true, Basis: refi.ByOrigin}
	raw := withCRLF(speech)
	start, end := offsets(raw, "shared — mostly", c)
	xml := bom + `<?xml version="1.0" encoding="utf-8"?>
<Project name="wards.qda" origin="QualCoder 3.6" creatingUserGUID="` + guid(99) + `" creationDateTime="2025-03-01T16:47:05Z" xmlns="urn:QDA-XML:project:1.0">
<Users>
<User guid="` + guid(1) + `" name="first" />
</Users>
<CodeBook>
<Codes>
<Code guid="` + guid(2) + `" name="Category" isCodable="false">
<Code guid="` + guid(3) + `" name="Shared" isCodable="true" color="#6D91C6" />
</Code>
</Codes>
</CodeBook>
<Cases>
<Case guid="` + guid(5) + `" name="Site A"><SourceRef targetGUID="` + guid(77) + `"/></Case>
</Cases>
<Sources>
<TextSource richTextPath="internal://` + guid(77) + `.docx" plainTextPath="internal://` + guid(78) + `.txt" guid="` + guid(10) + `" name="Talk">
` + passage(11, raw, "Nobody leads at night", "Nobody\r\n leads at", guid(3), c) + `
<NoteRef targetGUID="` + guid(20) + `"/>
</TextSource>
</Sources>
<Notes>
<Note guid="` + guid(20) + `" name="annotation" creatingUser=""><PlainTextContent>Ask again.</PlainTextContent>
<PlainTextSelection guid="` + guid(21) + fmt.Sprintf(`" startPosition="%d" endPosition="%d"/>`, start, end) + `
</Note>
</Notes>
<Description></Description>
</Project>`
	return fixture{
		name: "qualcoder.qdpx",
		data: pack(t, file{name: "Sources/"}, file{name: "project.qde", body: xml}, file{name: "Sources/" + guid(78) + ".txt", body: bom + raw},
			file{name: "Sources/" + guid(77) + ".docx", body: "no Word file"}),
		quotes: map[string]string{guid(11): "Nobody leads at night", guid(21): "shared — mostly"},
		wants:  c,
	}
}

func atlasti(t testing.TB) fixture {
	c := refi.Convention{OneBreak: true, Basis: refi.ByOrigin}
	raw := withCRLF("Page one says it is shared.\nPage two says nothing.\n")
	talk := "A: caf\xe9 first.\r\nQ: And then?\r\nA: Rounds.\r\n" // Windows-1252
	start, end := offsets(raw, "nothing", c)
	upper := strings.ToUpper
	xml := `<?xml version="1.0" encoding="utf-8" standalone="yes"?>
<Project xmlns="urn:QDA-XML:project:1.0" origin="ATLAS.ti 8.4.0 573 , macOS" name="Wards" basePath="/somewhere/else">
    <CodeBook><Codes><Code color="#F00082" isCodable="true" name="Leading::Shared" guid="` + guid(2) + `"><Description>a comment</Description></Code></Codes></CodeBook>
    <Sources>
        <PDFSource path="internal://` + upper(guid(30)) + `.PDF" guid="` + upper(guid(10)) + `" name="Plan.pdf">
            <PDFSelection firstX="18" firstY="45" secondX="577" secondY="234" page="1" guid="` + guid(11) + `" name="nothing" creationDateTime="2018-03-27T19:11:47Z">
                <Representation guid="` + guid(12) + `"><PlainTextContent>nothing</PlainTextContent></Representation>
                <Coding creationDateTime="2018-03-27T19:11:47Z" guid="` + guid(13) + `"><CodeRef targetGUID="` + guid(2) + `"/></Coding>
            </PDFSelection>
            <Representation plainTextPath="internal://` + guid(31) + `.txt" guid="` + guid(10) + `" name="Plan">
                <PlainTextSelection ` + fmt.Sprintf(`startPosition="%d" endPosition="%d"`, start, end) + ` guid="` + guid(11) + `" name="nothing" creationDateTime="2018-03-27T19:11:47Z">
                    <Coding creationDateTime="2018-03-27T19:11:47Z" guid="` + guid(14) + `"><CodeRef targetGUID="` + guid(2) + `"/></Coding>
                </PlainTextSelection>
            </Representation>
        </PDFSource>
        <AudioSource path="relative:///media/talk.m4a" guid="` + guid(15) + `" name="">
            <Transcript guid="` + guid(16) + `" name="Talk" plainTextPath="internal://` + guid(32) + `.txt">
                <SyncPoint guid="` + guid(17) + `" timeStamp="1000" position="15"/>
                <SyncPoint guid="` + guid(18) + `" timeStamp="2500" position="27"/>
                <TranscriptSelection guid="` + guid(19) + `" fromSyncPoint="` + guid(17) + `" toSyncPoint="` + guid(18) + `"/>
            </Transcript>
            <AudioSelection guid="` + guid(20) + `" begin="700" end="700" name="00:00"/>
        </AudioSource>
        <TextSource guid="` + guid(21) + `" name="Talk" plainTextPath="internal://` + guid(32) + `.txt"/>
    </Sources>
    <Notes><Note name="Idea" guid="` + guid(22) + `"><PlainTextContent>Compare.</PlainTextContent></Note></Notes>
    <Links><Link direction="OneWay" color="#000000" originGUID="` + guid(22) + `" name="explains" targetGUID="` + guid(11) + `" guid="` + guid(23) + `"/></Links>
    <Sets><Set guid="` + guid(24) + `" name="age: 67"><MemberSource targetGUID="` + guid(21) + `"/></Set><Set guid="` + guid(25) + `" name="Group"><MemberCode targetGUID="` + guid(2) + `"/></Set></Sets>
    <Graphs><Graph guid="` + guid(26) + `" name="Net">
        <Vertex firstX="10" firstY="20" guid="` + guid(27) + `" representedGUID="` + guid(22) + `" secondX="30" secondY="40" shape="Rectangle"/>
        <Vertex firstX="-5" firstY="0" guid="` + guid(28) + `" representedGUID="` + guid(2) + `"/>
        <Edge sourceVertex="` + guid(27) + `" targetVertex="` + guid(28) + `" guid="` + guid(29) + `" representedGUID="` + guid(23) + `" lineStyle="dashed"/>
    </Graph></Graphs>
</Project>`
	return fixture{
		name: "atlasti-mac.qdpx",
		data: pack(t, file{name: "Wards.qde", body: xml}, file{name: "sources/" + guid(30) + ".pdf", body: "no PDF"},
			file{name: "sources/" + guid(31) + ".txt", body: raw}, file{name: "sources/" + guid(32) + ".txt", body: talk}),
		quotes: map[string]string{guid(11): "nothing", guid(19): "Q: And then?", guid(20): ""},
		wants:  c,
	}
}

func maxqda(t testing.TB) fixture {
	c := refi.Convention{OneBreak: true, Basis: refi.ByOrigin}
	raw := withCRLF(speech)
	start, end := offsets(raw, "Nobody leads at night.", c)
	xml := `<?xml version='1.0' encoding='utf-8'?>
<Project xmlns="urn:QDA-XML:project:1.0" origin="MAXQDA 24 (Release 24.7.0)" name="Wards" modifiedDateTime="2025-07-14T18:42:34Z">
 <CodeBook xmlns="urn:QDA-XML:codebook:0:4" origin="MAXQDA 24 (Release 24.7.0, Build 241213)">
  <Codes><Code color="#ef8256" guid="` + guid(2) + `" name="Night" isCodable="true"/></Codes>
 </CodeBook>
 <Variables><Variable guid="` + guid(3) + `" name="beds" typeOfVariable="Integer"/></Variables>
 <Cases><Case guid="` + guid(4) + `"><VariableValue><VariableRef targetGUID="` + guid(3) + `"/><IntegerValue>400</IntegerValue></VariableValue><SourceRef targetGUID="` + guid(10) + `"/></Case></Cases>
 <Sources>
  <TextSource guid="` + guid(10) + `" name="Talk" plainTextPath="internal://` + guid(10) + `.txt">` +
		passage(11, raw, "Nobody leads at night.", fmt.Sprintf("%d,%d", start, end), guid(2), c) + `
   <PlainTextSelection guid="` + guid(12) + `" startPosition="0" endPosition="18"><Description>A remark.</Description></PlainTextSelection></TextSource>
  <VideoSource guid="` + guid(13) + `" name="Recording" path="internal://` + guid(13) + `.mp3"/>
 </Sources>
 <Sets><Set guid="` + guid(14) + `" name="Site A"><MemberSource targetGUID="` + guid(10) + `"/><MemberSource targetGUID="` + guid(13) + `"/></Set></Sets>
</Project>`
	return fixture{
		name: "maxqda.qdpx",
		data: pack(t, file{name: "project.qde", body: xml}, file{name: "sources/" + guid(10) + ".txt", body: raw},
			file{name: "sources/" + guid(13) + ".mp3", body: "no sound"}),
		quotes: map[string]string{guid(11): "Nobody leads at night.", guid(12): "Q: Who leads here?"},
		wants:  c,
	}
}

func f4(t testing.TB) fixture {
	c := refi.Convention{Basis: refi.ByOrigin}
	start, end := offsets(speech, "We all do", c)
	xml := `<?xml version="1.0" encoding="UTF-8"?>
<Project xmlns="urn:QDA-XML:project:1.0" origin="f4 2025.2.9" name="Wards">
    <CodeBook><Codes><Code guid="` + guid(2) + `" name="Shared" isCodable="true" color="#044B9B"><NoteRef targetGUID="` + guid(20) + `"/></Code></Codes></CodeBook>
    <Sources><TextSource guid="` + guid(10) + `" name="Talk" plainTextPath="internal://` + guid(10) + `.txt">
        ` + passage(11, speech, "We all do", "", guid(2), c) + `
        <PlainTextSelection guid="` + guid(12) + fmt.Sprintf(`" startPosition="%d" endPosition="%d">`, start, end) + `<Description>Really?</Description><NoteRef targetGUID="` + guid(21) + `"/></PlainTextSelection>
    </TextSource></Sources>
    <Notes><Note guid="` + guid(20) + `" plainTextPath="internal://` + guid(20) + `.txt"/><Note guid="` + guid(21) + `" plainTextPath="internal://` + guid(21) + `.txt"/></Notes>
</Project>`
	return fixture{
		name: "f4.qdpx",
		data: pack(t, file{name: "project.qde", body: xml}, file{name: "sources/" + guid(10) + ".txt", body: speech},
			file{name: "sources/" + guid(20) + ".txt", body: "About sharing."}, file{name: "sources/" + guid(21) + ".txt", body: "Really?"}),
		quotes: map[string]string{guid(11): "We all do", guid(12): "We all do"},
		wants:  c,
	}
}

func openqda(t testing.TB) fixture {
	c := refi.Convention{Basis: refi.ByOrigin}
	xml := `<?xml version="1.0" encoding="UTF-8"?>
<Project xmlns="urn:QDA-XML:project:1.0" name="Wards" description="About wards" origin="OpenQDA-x.y.z" creatingUserId="` + guid(1) + `" creationDateTime="2025-05-22T11:23:02+02:00">
    <Users><User id="1" guid="` + guid(1) + `" name="First" email="first@example.org"/></Users>
    <Sources>
        <TextSource guid="` + guid(10) + `" name="Talk" plainTextPath="internal://sources/` + guid(10) + `.txt" creatingUserId="` + guid(1) + `">` + passage(11, speech, "on 🏥 nights", "", guid(3), c) + `</TextSource>
        <TextSource guid="` + guid(12) + `" name="Letter" richTextPath="internal://sources/` + guid(12) + `.rtf"/>
    </Sources>
    <Codebook name="Wards" description="">
        <Code guid="` + guid(3) + `" name="Night" description="" isCodable="true" color="#e2dcf7"/>
        <Code guid="` + guid(2) + `" name="Leading" description="who leads" isCodable="true" color="rgb(1,2,3)"><Code guid="` + guid(3) + `" name="Night" isCodable="true"/></Code>
    </Codebook>
</Project>`
	return fixture{
		name:   "openqda.qdpx",
		data:   pack(t, file{name: "project.qde", body: xml}, file{name: "sources/" + guid(10) + ".txt", body: speech}, file{name: "sources/" + guid(12) + ".rtf", body: "no RTF"}),
		quotes: map[string]string{guid(11): "on 🏥 nights"},
		wants:  c,
	}
}

func transana(t testing.TB) fixture {
	xml := `<?xml version="1.0" encoding="utf-8"?>
<q:Project xmlns:q="urn:QDA-XML:project:0:10" origin="Transana 3.22" name="Wards" creationDateTime="2019-05-06T07:08:09">
<q:Users><q:User guid="` + guid(1) + `" name="First"/></q:Users>
<q:CodeBook><q:Codes><q:Code guid="` + guid(2) + `" name="Shared" isCodable="true"/></q:Codes></q:CodeBook>
<q:Sources><q:TextSource guid="` + guid(10) + `" name="Talk" plainTextPath="internal://` + guid(10) + `.txt"><q:Coding guid="` + guid(11) + `" creatingUser="` + guid(1) + `"><q:CodeRef targetGUID="` + guid(2) + `"/></q:Coding></q:TextSource></q:Sources>
<q:Notes><q:Note guid="` + guid(20) + `" name="Note"><q:PlainTextContent>Words.</q:PlainTextContent></q:Note></q:Notes>
<q:Sets><q:Set guid="` + guid(21) + `" name="Library" creatingUser="` + guid(1) + `"><q:MemberSource guid="` + guid(10) + `"/><q:MemberNote>` + guid(20) + `</q:MemberNote></q:Set></q:Sets>
</q:Project>`
	return fixture{
		name:  "transana.qdpx",
		data:  pack(t, file{name: "project.qde", body: xml}, file{name: "sources/" + guid(10) + ".txt", body: speech}),
		wants: refi.Convention{Basis: refi.ByOrigin},
	}
}

func qc(t testing.TB) fixture {
	c := refi.Convention{Basis: refi.ByOrigin}
	xml := `<?xml version="1.0" encoding="utf-8"?>
<Project xmlns="urn:QDA-XML:project:1.0" origin="qualitative-coding 1.3.2" name="wards">
<CodeBook><Codes><Code guid="` + guid(2) + `" name="night" isCodable="true"/></Codes></CodeBook>
<Sources><TextSource guid="` + guid(10) + `" plainTextPath="` + guid(10) + `.txt">` + passage(11, speech, "Q: And on 🏥 nights?\n", "line:3", guid(2), c) + `</TextSource></Sources>
</Project>`
	return fixture{
		name:   "qc.qdpx",
		data:   pack(t, file{name: "project.qde", body: xml}, file{name: "sources/" + guid(10) + ".txt", body: speech}),
		quotes: map[string]string{guid(11): "Q: And on 🏥 nights?\n"},
		wants:  c,
	}
}

// unknownByName counts UTF-16 units and CRLF as one, which only its names tell.
func unknownByName(t testing.TB) fixture {
	c := refi.Convention{UTF16: true, OneBreak: true, Basis: refi.ByNames}
	raw := withCRLF(speech)
	xml := `<Project xmlns="urn:QDA-XML:project:1.0" name="wards"><CodeBook><Codes><Code guid="` + guid(2) + `" name="night" isCodable="true"/></Codes></CodeBook>
<Sources><TextSource guid="` + guid(10) + `" plainTextPath="internal://talk.txt">` +
		passage(11, raw, "leads at night", "«leads at …»", guid(2), c) + passage(12, raw, "mostly", "mostly", guid(2), c) + `</TextSource></Sources></Project>`
	return fixture{
		name:   "unknown-by-name.qdpx",
		data:   pack(t, file{name: "project.qde", body: xml}, file{name: "sources/talk.txt", body: raw}),
		quotes: map[string]string{guid(11): "leads at night", guid(12): "mostly"},
		wants:  c,
	}
}

// unknownByBorder says it is a tool that counts otherwise, and its words tell.
func unknownByBorder(t testing.TB) fixture {
	c := refi.Convention{Basis: refi.ByBorders}
	raw := withCRLF(speech)
	xml := `<Project xmlns="urn:QDA-XML:project:1.0" name="wards" origin="NVivo 99"><CodeBook><Codes><Code guid="` + guid(2) + `" name="night" isCodable="true"/></Codes></CodeBook>
<Sources><TextSource guid="` + guid(10) + `" plainTextPath="internal://talk.txt">` +
		passage(11, raw, "leads at night", "Quotation 1:1", guid(2), c) + passage(12, raw, "nights", "Quotation 1:2", guid(2), c) + passage(13, raw, "mostly", "Quotation 1:3", guid(2), c) + `</TextSource></Sources></Project>`
	return fixture{
		name:   "unknown-by-border.qdpx",
		data:   pack(t, file{name: "project.qde", body: xml}, file{name: "sources/talk.txt", body: raw}),
		quotes: map[string]string{guid(11): "leads at night", guid(12): "nights", guid(13): "mostly"},
		wants:  c,
	}
}

func taguette() fixture {
	return fixture{name: "taguette.qdc", wants: refi.Convention{Basis: refi.ByOrigin}, data: []byte(`<?xml version="1.0" encoding="utf-8"?>
<CodeBook xmlns="urn:QDA-XML:codebook:1.0" origin="Taguette 1.4.1"><Codes><Code guid="` + strings.ToUpper(guid(1)) + `" name="night.shift" isCodable="true"/></Codes><Sets/></CodeBook>`)}
}

func portable() fixture {
	return fixture{name: "portableqda.qdc", wants: refi.Convention{Basis: refi.ByOrigin}, data: []byte(`<?xml version='1.0' encoding='UTF-8'?>
<CodeBook xmlns="urn:QDA-XML:codebook:1:0"><Codes><Code name="A::B" guid="c001" color="#000000" isCodable="true" description="first
second"/></Codes><Sets><Set name="A" guid="` + guid(3) + `" description="all of A"><MemberCode guid="c001"/><MemberCode guid="c002"/></Set></Sets></CodeBook>`)}
}

func annex() fixture {
	return fixture{name: "annex.qdc", wants: refi.Convention{Basis: refi.ByOrigin}, data: []byte(bom + `<?xml version="1.0" encoding="UTF-8"?>
<qda:CodeBook xmlns:qda="urn:QDA-XML:codebook:0:4"><qda:Codes><qda:Code guid="{` + guid(1) + `}" name="Food" isCodable="false"></qda:Code> <qda:Code guid="{` + guid(2) + `}" name="Granola &amp; co" isCodable="1" color="#ff0"/></qda:Codes></qda:CodeBook>`)}
}
