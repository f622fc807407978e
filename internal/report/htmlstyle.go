package report

// htmlStyle is the look of a report on a screen, in the dark and on paper.
const htmlStyle = `
:root{color-scheme:light dark;--ink:#1d2529;--soft:#51626d;--line:#d5dee3;--paper:#fff;--tint:#f1f5f7;--accent:#1b5e86;--head:#1f3a4d;--warn:#8a4b00}
@media (prefers-color-scheme:dark){:root{--ink:#e4eaed;--soft:#a3b3bc;--line:#37464f;--paper:#12181b;--tint:#1b2429;--accent:#7cc0e8;--head:#cfe3ef;--warn:#f0b266}}
*{box-sizing:border-box}
body{margin:0;background:var(--paper);color:var(--ink);font:17px/1.6 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",sans-serif}
main{max-width:50rem;margin:0 auto;padding:2.5rem 1.25rem 5rem}
h1,h2,h3,h4{color:var(--head);line-height:1.25;text-wrap:balance}
h1{font-size:2.1rem;margin:0 0 .4rem}
h2{font-size:1.5rem;margin:2.8rem 0 .6rem;padding-top:.6rem;border-top:1px solid var(--line)}
h3{font-size:1.2rem;margin:2.2rem 0 .5rem}
h4{font-size:1.02rem;margin:1.6rem 0 .4rem}
p{margin:.5rem 0}
a{color:var(--accent)}
a:focus-visible,summary:focus-visible,.scroll:focus-visible{outline:2px solid var(--accent);outline-offset:2px}
.front{color:var(--soft);margin:.1rem 0}
.synthetic{color:var(--warn);font-weight:600}
nav{margin:2rem 0;padding:1rem 1.25rem;background:var(--tint);border-radius:.5rem}
nav h2{border:0;margin:0 0 .4rem;padding:0;font-size:1.05rem}
nav ul{list-style:none;margin:0;padding:0;line-height:1.5}
nav li.level2{padding-inline-start:1.4rem}
nav li.level3{padding-inline-start:2.8rem}
nav a{text-decoration:none}
nav a:hover{text-decoration:underline}
ul.list{padding-inline-start:1.3rem;margin:.5rem 0}
ul.list li{margin:.25rem 0}
.mark{font-size:.74em;white-space:normal}
.mark a{text-decoration:none}
:target{background:color-mix(in srgb,var(--accent) 18%,transparent);border-radius:.2rem}
section:target{background:none}
details{margin:.1rem 0 .8rem;font-size:.9rem;color:var(--soft)}
summary{cursor:pointer;width:fit-content;color:var(--accent);font-size:.82rem}
ul.excerpts{list-style:none;padding:0;margin:.4rem 0}
ul.excerpts li{padding:.35rem 0 .35rem .8rem;border-inline-start:3px solid var(--line);margin:.3rem 0;color:var(--ink);font-size:.92rem;overflow-wrap:anywhere}
.source{color:var(--soft)}
figure{margin:1rem 0}
.quotation{border-inline-start:4px solid var(--line);padding:.1rem 0 .1rem 1rem}
.quotation blockquote{margin:0;overflow-wrap:anywhere}
figcaption{color:var(--soft);font-size:.88rem}
.drawing svg{max-width:100%;height:auto;display:block}
.drawing figcaption,caption{font-weight:600;color:var(--head);text-align:start;font-size:.95rem;padding:.3rem 0}
.table{margin:1.2rem 0}
.scroll{overflow-x:auto}
table{border-collapse:collapse;width:100%;font-size:.88rem;border-block:2px solid var(--head);font-variant-numeric:tabular-nums}
th,td{padding:.35rem .55rem;text-align:start;vertical-align:top;border-bottom:1px solid var(--line);font-weight:400}
thead th{background:var(--tint);font-weight:600;vertical-align:bottom}
tr.group th,tr.total th,tr.total td{font-weight:600;background:var(--tint)}
.right{text-align:end}
.centre{text-align:center}
.note{font-size:.83rem;color:var(--soft);margin:.3rem 0}
@media print{
:root{--ink:#000;--soft:#444;--line:#bbb;--paper:#fff;--tint:#f3f3f3;--accent:#000;--head:#000}
body{font-size:10.5pt;line-height:1.4}
main{max-width:none;padding:0}
details{display:none}
h2,h3,h4,caption{break-after:avoid}
tr,.quotation,ul.excerpts li{break-inside:avoid}
thead{display:table-header-group}
.scroll{overflow:visible}
}
`
