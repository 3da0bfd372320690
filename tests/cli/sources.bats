#!/usr/bin/env bats
# Files that hold many documents: each of them is one, with an id that says where it is.

load helper

# records - a pipeline that prints JSON lines; LINE... become its section `input`.
records() {
    printf 'textmill: 1\n' >p.yaml
    [ $# -eq 0 ] || printf '%s\n' "$@" >>p.yaml
    printf 'steps:\n  - use: jsonl\n' >>p.yaml
}

# texts - id=text of each line of JSON on standard input.
texts() {
    python3 -c 'import json, sys
for line in sys.stdin:
    d = json.loads(line)
    print(d["id"] + "=" + d["text"])'
}

@test "JSON lines: a document a line; bad ones cost themselves" {
    records 'input: { text: body, id: key, metadata: [lang, when=date] }'
    printf '%s\n' '{"body":"a\u4e2d","key":"k","lang":"en","date":3,"x":1}' '' '{"body":7}' 'oops' '{"body":"b"}' >in.jsonl
    exits 1 textmill run p.yaml in.jsonl -o out
    has "4 documents: 2 exported, 0 dropped, 2 quarantined" \
        "failed: in.jsonl:3 (data): the field 'body' is no text, but: 7" "failed: in.jsonl:4 (data): not a line of JSON"
    [ "$(texts <out/documents.jsonl)" = $'in.jsonl:1=a中\nin.jsonl:5=b' ]
    [ "$(head -n 1 out/documents.jsonl | json /dev/stdin 'd["metadata"]')" = '{"id": "k", "lang": "en", "when": 3}' ]
}

@test "the same bytes for any number of workers, without them, and from a folder" {
    records
    mkdir in
    for n in 1 2 3; do
        seq 1 3000 | sed "s/.*/{\"text\":\"$n &\",\"n\":&}/" >"in/$n.jsonl"
    done
    echo plain >in/a.txt
    exits 0 textmill run p.yaml in -o one -j 1
    exits 0 textmill run p.yaml in -o four -j 4
    exits 0 textmill run p.yaml in -o none --in-process
    has "9001 documents: 9001 exported"
    same_results one four
    same_results one none
    [ "$(texts <one/documents.jsonl | sed -n '1p;3000p;9000p')" = \
        $'1.jsonl:1=1 1\n1.jsonl:3000=1 3000\n3.jsonl:3000=3 3000' ]
    [ "$(tail -n 1 one/documents.jsonl | json /dev/stdin 'd["id"]')" = a.txt ]
}

@test "records from standard input, without end in sight" {
    records 'input: { format: jsonl }'
    printf '{"text":"x"}\n{"text":"y"}' | {
        exits 0 textmill run p.yaml - -o -
        [ "$(texts <<<"$output")" = $'stdin:1=x\nstdin:2=y' ]
    }
    timeout 300 bash -c "yes '{\"text\":\"again\"}' | textmill run p.yaml - -o - -q | head -n 1000 | wc -l" >lines
    [ "$(cat lines)" -eq 1000 ]
}

@test "tables: rows as another reader of CSV finds them, whatever is in them" {
    records 'input: { text: body }'
    python3 - <<'END'
import csv, json, random
random.seed(20261127)
pieces = ["a", "é", "中文", "\"", ",", "\n", "\r\n", "\t", " ", "\"\"", "b" * 50]
rows = [["".join(random.choices(pieces, k=random.randrange(8))) for _ in range(3)] for _ in range(5000)]
for name, options in ("in.csv", {}), ("all.csv", {"quoting": csv.QUOTE_ALL, "lineterminator": "\n"}), ("in.tsv", {"delimiter": "\t"}):
    with open(name, "w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, **options)
        writer.writerow(["n", "body", "x y"])
        writer.writerows(rows)
    with open(name, encoding="utf-8", newline="") as file, open(name + ".wanted", "w") as wanted:
        for n, body, x in list(csv.reader(file, delimiter=options.get("delimiter", ",")))[1:]:
            wanted.write(json.dumps([body, {"n": n, "x y": x}]) + "\n")
END
    for name in in.csv all.csv in.tsv; do
        exits 0 textmill run p.yaml "$name" -o out
        has "5000 documents: 5000 exported"
        python3 -c 'import json, sys
for line in sys.stdin:
    d = json.loads(line)
    print(json.dumps([d["text"], d["metadata"]]))' <out/documents.jsonl >got
        cmp got "$name.wanted"
    done
}

@test "tables: bad rows cost themselves, a table without the column says what it has" {
    records 'input: { text: body, id: key, metadata: [lang=l] }'
    printf 'key,body,l\n1,one,en\n2,two\n3,three,de,x\n4,"fo""ur",fr\n5,"five' >in.csv
    printf 'a;b\n1;2\n' >other.csv
    exits 1 textmill run p.yaml in.csv other.csv -o out
    has "6 documents: 2 exported, 0 dropped, 4 quarantined" "failed: in.csv:3 (data): 2 fields, but the table has 3 columns" \
        "failed: in.csv:4 (data): 4 fields" "failed: in.csv:6 (data): the quote in line 6 is not closed" \
        "failed: other.csv (data): no column 'body'; the table has: a;b"
    [ "$(texts <out/documents.jsonl)" = $'in.csv:2=one\nin.csv:5=fo"ur' ]
    [ "$(head -n 1 out/documents.jsonl | json /dev/stdin 'd["metadata"]')" = '{"id": "1", "lang": "en"}' ]
    printf 'x,y\n' | {
        exits 0 textmill run p.yaml - -o - --set input.format=csv --set input.header=false --set input.text=2
        [ "$(texts <<<"$output")" = stdin:1=y ]
    }
}

# warc CODE - Python that writes WARC files: `record(type, block, **header)` gives the bytes of one, `http(body, ...)`
# those of a response.
warc() {
    python3 - <<END
import gzip, zlib
def record(kind, block, length=None, version="1.0", **header):
    lines = ["WARC/" + version, "WARC-Type: " + kind, "WARC-Date: 2026-11-27T12:00:00Z"]
    lines += [key.replace("_", "-") + ": " + value for key, value in header.items()]
    lines += ["Content-Length: %d" % (len(block) if length is None else length), "", ""]
    return "\r\n".join(lines).encode() + block + b"\r\n\r\n"
def http(body, *lines, status="200 OK"):
    return "\r\n".join(["HTTP/1.1 " + status, *lines, "", ""]).encode() + body
def response(body, *lines, url="http://a.example/", **more):
    return record("response", http(body, *lines), WARC_Target_URI=url, Content_Type="application/http; msgtype=response", **more)
def write(name, data):
    with open(name, "wb") as file:
        file.write(data)
$1
END
}

@test "WARC: responses are documents, other records are dropped and say what they are" {
    records
    warc 'chunks = b"".join(b"%x;x=1\r\n%s\r\n" % (len(c), c) for c in (b"one ", b"two")) + b"0\r\n\r\n"
all = [record("warcinfo", b"software: x\r\n"),
    response(b"plain", "Content-Type: text/plain; charset=UTF-8", url="<http://a.example/x y>"),
    record("request", b"GET / HTTP/1.1\r\n\r\n", Content_Type="application/http"),
    response(chunks, "Transfer-Encoding: chunked"),
    response(b"joined", "Transfer-Encoding: chunked", version="1.1"),
    record("revisit", b"HTTP/1.1 200 OK\r\n\r\n"), record("metadata", b"a: b"),
    response("中文字符的网页内容".encode("gb18030"), "Content-Type: text/html; charset=\"GBK\""),
    record("resource", b"a file", WARC_Target_URI="file:x", Content_Type="text/plain"),
    record("conversion", b"as text", WARC_Target_URI="http://a.example/", Content_Type="text/plain"),
    record("response", b"1.2.3.4", WARC_Target_URI="dns:a.example", Content_Type="text/dns"),
    record("continuation", b"more", WARC_Segment_Number="2"),
    record("response", http(b"", status="301 Moved"), Content_Type="application/http")]
write("a.warc", b"".join(all))
write("b.warc.gz", b"".join(gzip.compress(r) for r in all))'
    exits 1 textmill run p.yaml a.warc -o out
    has "13 documents: 7 exported, 5 dropped, 1 quarantined" "failed: a.warc:12 (data): one segment of a WARC record"
    [ "$(texts <out/documents.jsonl)" = $'a.warc:2=plain\na.warc:4=one two\na.warc:5=joined\na.warc:8=中文字符的网页内容\na.warc:9=a file\na.warc:10=as text\na.warc:13=' ]
    [ "$(head -n 1 out/documents.jsonl | json /dev/stdin 'd["metadata"]')" = \
        '{"url": "http://a.example/x y", "date": "2026-11-27T12:00:00Z", "status": 200, "charset": "UTF-8", "content_type": "text/plain"}' ]
    [ "$(sed -n 4p out/documents.jsonl | json /dev/stdin 'd["source"]["encoding"]')" = GB18030 ]
    textmill ledger out | grep '"id":"a.warc:3","outcome":"dropped","message":"a WARC request record: what was asked for"' >/dev/null
    [ "$TEXTMILL_ARCHIVE" = 1 ] || return 0
    exits 1 textmill run p.yaml b.warc.gz -o gz
    diff <(texts <out/documents.jsonl | sed 's/^a.warc/b.warc.gz/') <(texts <gz/documents.jsonl)
}

@test "WARC: damage costs the record it is in" {
    records 'input: { max_bytes: 100000 }'
    warc 'good = response(b"good")
write("short.warc", good + response(b"long body", length=24) + good)
write("long.warc", good + record("response", http(b"x"), length=4000, Content_Type="application/http"))
write("none.warc", good + record("response", b"x").replace(b"Content-Length: 1", b"Content-Length: x") + good)
write("front.warc", b"rubbish\n" + good)
write("http.warc", record("response", b"HTTP/1.1 200", Content_Type="application/http") + good)
write("chunks.warc", response(b"5\r\nab", "Transfer-Encoding: chunked") + good)
write("coding.warc", response(b"x", "Content-Encoding: br") + good)
write("big.warc", response(b"x" * 200000) + good)'
    exits 1 textmill run p.yaml ./*.warc -o out
    [ "$(texts <out/documents.jsonl | tr '\n' ' ')" = "big.warc:2=good chunks.warc:2=good coding.warc:2=good front.warc:2=good http.warc:2=good long.warc:1=good none.warc:1=good none.warc:3=good short.warc:1=good short.warc:3=good " ]
    textmill ledger out | grep '"id":"short.warc:2".*its Content-Length is 24, but [0-9]* bytes follow' >/dev/null
    textmill ledger out | grep '"id":"long.warc:2".*cut off: [0-9]* of 4000 bytes are missing' >/dev/null
    textmill ledger out | grep '"id":"none.warc:2".*Content-Length is missing or no number' >/dev/null
    textmill ledger out | grep '"id":"front.warc:1".*its first 8 bytes are no WARC record' >/dev/null
    textmill ledger out | grep '"id":"http.warc:1".*HTTP header is damaged' >/dev/null
    textmill ledger out | grep '"id":"chunks.warc:1".*chunked transfer coding' >/dev/null
    textmill ledger out | grep '"id":"coding.warc:1".*content coding is .br.' >/dev/null
    textmill ledger out | grep '"id":"big.warc:1".*longer than 100000 bytes' >/dev/null
}

@test "WARC: a length that is too long does not swallow the records behind it" {
    records
    warc 'good = response(b"good")
request = record("request", b"GET / HTTP/1.1", length=300)
write("inside.warc", good + response(b"bad", length=len(good) + 200) + good * 3)
write("beyond.warc", good + response(b"bad", length=90000) + good * 3)
write("absurd.warc", good + response(b"bad", length=10**17) + good * 3)
write("request.warc", good + request + good * 3)
write("head.warc", good + b"WARC/1.0\r\nWARC-Type: response\r\n" + good * 3)
write("quoted.warc", good + record("resource", b"see:\n" + good, Content_Type="text/plain") + good * 3)
for name in "inside beyond absurd request head".split():
    write(name + ".warc.gz", gzip.compress(open(name + ".warc", "rb").read()))'
    files=({inside,beyond,absurd,request,head}.warc)
    [ "$TEXTMILL_ARCHIVE" = 0 ] || files+=("${files[@]/%/.gz}")
    exits 1 textmill run p.yaml "${files[@]}" -o out
    n=${#files[@]}
    has "$((n * 5)) documents: $((n * 4)) exported, 0 dropped, $n quarantined" \
        "inside.warc:2 (data): its Content-Length is " "but the next record begins after "
    texts <out/documents.jsonl >found
    textmill ledger out >fates
    for file in "${files[@]}"; do
        [ "$(grep "^$file:" found | tr '\n' ' ')" = "$file:1=good $file:3=good $file:4=good $file:5=good " ]
        grep -q "\"id\":\"$file:2\",\"outcome\":\"quarantined\"" fates
    done
    exits 0 textmill run p.yaml quoted.warc -o out --force
    has "5 documents: 5 exported"
}

@test "WARC: damage to a compressed file costs the records it is in" {
    [ "$TEXTMILL_ARCHIVE" = 1 ] || skip "built without libarchive"
    records
    warc 'import random
random.seed(1)
def member(i):
    return gzip.compress(response(("%d " % i + "%x" % random.getrandbits(4000)).encode()))
members = [member(i) for i in range(9)]
def hurt(i, change):
    data = [bytes(m) for m in members]
    data[i] = change(data[i])
    return b"".join(data)
write("bits.warc.gz", hurt(4, lambda m: m[:400] + bytes([m[400] ^ 0x55]) + m[401:]))
write("magic.warc.gz", hurt(4, lambda m: b"\0\0" + m[2:]))
write("first.warc.gz", hurt(4, lambda m: b"X" + m[1:]))
write("sum.warc.gz", hurt(4, lambda m: m[:-8] + b"abcd" + m[-4:]))
write("hole.warc.gz", hurt(4, lambda m: m[:300]))
write("end.warc.gz", b"".join(members[:4]) + members[4][:-9])
write("start.warc.gz", b"rubbish" + b"".join(members))
write("cut.warc.gz", (lambda d: gzip.compress(d[:100]) + gzip.compress(d[100:]))(response(b"x") * 2))'
    exits 1 textmill run p.yaml {bits,magic,first,sum,hole}.warc.gz -o out
    has "45 documents: 40 exported, 0 dropped, 5 quarantined"
    texts <out/documents.jsonl >found
    for name in bits magic first sum hole; do
        has "failed: $name.warc.gz:5 (data): bytes " " of the compressed file are lost: damaged gzip data"
        [ "$(sed -n "s/^$name.*:\\(.*\\)=\\(.\\).*/\\1\\2/p" found | tr '\n' ' ')" = "10 21 32 43 65 76 87 98 " ]
    done
    exits 1 textmill run p.yaml end.warc.gz -o out --force
    has "5 documents: 4 exported, 0 dropped, 1 quarantined" "end.warc.gz:5 (data): bytes " "it is cut off"
    exits 1 textmill run p.yaml start.warc.gz -o out --force
    has "10 documents: 9 exported, 0 dropped, 1 quarantined" "start.warc.gz:1 (data): bytes 0 to 7 of the compressed file are lost"
    exits 1 textmill run p.yaml cut.warc.gz -o out --force
    has "3 documents: 2 exported, 0 dropped, 1 quarantined" "cut.warc.gz (data): its gzip members do not fit its records"
}

@test "ARC files are read as WARC files are" {
    records
    warc 'def arc(url, block, kind="text/html", length=None):
    return b"%s 127.0.0.1 20140216050221 %s %d\n" % (url, kind.encode(), len(block) if length is None else length) + block + b"\n"
about = arc(b"filedesc://a.arc", b"1 0 Crawler\nURL IP-address Archive-date Content-type Archive-length\n", "text/plain")
all = [about, arc(b"http://a.example/a b?c", http(b"one", "Content-Type: text/html; charset=UTF-8")),
       arc(b"dns:a.example", b"1.2.3.4", "text/dns"), arc(b"ftp://a.example/x", b"two", "text/plain"),
       arc(b"http://a.example/long", http(b"bad"), length=5000), arc(b"http://a.example/", http(b"three"))]
write("a.arc", b"".join(all))
write("b.arc.gz", b"".join(gzip.compress(r) for r in all))'
    for file in a.arc b.arc.gz; do
        [ "$file$TEXTMILL_ARCHIVE" != b.arc.gz0 ] || continue
        exits 1 textmill run p.yaml $file -o out --force
        has "6 documents: 3 exported, 2 dropped, 1 quarantined" "$file:5 (data): its length is 5000, but the next record begins after"
        [ "$(texts <out/documents.jsonl | tr '\n' ' ')" = "$file:2=one $file:4=two $file:6=three " ]
        [ "$(head -n 1 out/documents.jsonl | json /dev/stdin '[d["metadata"][k] for k in ("url", "date", "charset", "status")]')" = '["http://a.example/a b?c", "2014-02-16T05:02:21Z", "UTF-8", 200]' ]
    done
}

@test "WARC: bodies that are compressed" {
    [ "$TEXTMILL_ARCHIVE" = 1 ] || skip "built without zlib"
    records 'input: { max_bytes: 100000 }'
    warc 'raw = zlib.compressobj(wbits=-15)
deflated = raw.compress(b"raw deflate") + raw.flush()
write("a.warc", response(gzip.compress(b"gzip"), "Content-Encoding: gzip")
    + response(zlib.compress(b"zlib"), "Content-Encoding: deflate") + response(deflated, "Content-Encoding: deflate")
    + response(b"undone already", "Content-Encoding: gzip") + response(gzip.compress(b"cut")[:-9], "Content-Encoding: gzip")
    + response(gzip.compress(bytes(1000000)), "Content-Encoding: x-gzip"))'
    exits 1 textmill run p.yaml a.warc -o out
    [ "$(texts <out/documents.jsonl | tr '\n' ' ')" = "a.warc:1=gzip a.warc:2=zlib a.warc:3=raw deflate a.warc:4=undone already " ]
    has "a.warc:5 (data): the compressed content of its body is damaged" "a.warc:6 (limit): its body is longer than 100000 bytes"
}

@test "a worker that crashes costs one record" {
    printf 'textmill: 1\nsteps:\n  - use: crash\n  - use: jsonl\n' >p.yaml
    printf '%s\n' '{"text":"fine"}' '{"text":"SEGV"}' '{"text":"good"}' >in.jsonl
    exits 1 textmill run p.yaml in.jsonl -o out --plugin-dir "$TEXTMILL_TEST_PLUGINS"
    has "3 documents: 2 exported, 0 dropped, 1 quarantined" "failed: in.jsonl:2: step 'crash' (crash)"
}

@test "input: is checked like the options of a step" {
    records 'input: { txt: body }'
    exits 2 textmill check p.yaml
    has "p.yaml:2:10: error: unknown option 'txt' of 'input'" "did you mean 'text'?"
    records 'input: { format: jsnl }'
    exits 2 textmill check p.yaml
    has "did you mean 'jsonl'?"
    records 'input: jsonl'
    exits 2 textmill check p.yaml
    has "'input' takes a map"
    records
    exits 2 textmill check p.yaml --set input.max_ratio=0
    has "--set:1:17: error"
    printf 'textmill: 1\nsteps:\n  - use: jsonl\n    id: input\n' >p.yaml
    exits 2 textmill check p.yaml
    has "a step cannot have the id 'input'"
}

@test "what takes files apart is confined as workers are, and --stats says so" {
    records
    printf '{"text":"x"}\n' >a.jsonl
    run textmill run p.yaml a.jsonl -o probed --sandbox=require
    [ "$status" -eq 0 ] || skip "$output"
    exits 0 textmill run p.yaml a.jsonl -o out --stats
    has "sandbox: workers and what takes files apart cannot write files, read files"
    exits 0 textmill run p.yaml a.jsonl -o in-process --stats --in-process
    has "sandbox: none: there are no workers; what takes files apart cannot write files"
    exits 0 textmill run p.yaml a.jsonl -o off --stats --sandbox=off
    has "sandbox: off"
    # A step may need less than the feeder: then the run begins, and the file is not taken apart.
    printf 'textmill: 1\nsteps:\n- use: escape-files\n- use: jsonl\n' >files.yaml
    exits 1 "$TEXTMILL_TEST_PLUGINS/without" landlock textmill run files.yaml a.jsonl -o none --sandbox=require \
        --plugin-dir "$TEXTMILL_TEST_PLUGINS"
    has "failed: a.jsonl (option): --sandbox=require: "
}

@test "a file called like an item of another has an id of its own" {
    records
    mkdir -p in/c.jsonl!x
    printf '{"text":"line"}\n' >in/a.jsonl
    printf file >in/a.jsonl:1
    printf other >in/a.jsonl%3A1
    printf deep >in/c.jsonl!x/y
    printf plain >in/b:1
    exits 0 textmill run p.yaml in -o out
    [ "$(texts <out/documents.jsonl | sort | tr '\n' ' ')" = \
        "a.jsonl%253A1=other a.jsonl%3A1=file a.jsonl:1=line b:1=plain c.jsonl%21x/y=deep " ]
}

@test "explain, show and try take one item of a file" {
    records
    printf '%s\n' '{"text":"one","a":1}' '{"text":"two"}' 'oops' >part.jsonl
    exits 0 textmill explain p.yaml part.jsonl:2
    has "jsonl (writer)"
    lacks "this is the first"
    exits 0 textmill explain p.yaml part.jsonl
    has "part.jsonl holds documents; this is the first, part.jsonl:1"
    exits 0 textmill show part.jsonl:2 --only text
    has "two"
    echo 'return { process = function(document) end }' >empty.lua
    exits 0 textmill try empty.lua part.jsonl:1
    exits 2 textmill explain p.yaml part.jsonl:9
    has "part.jsonl holds no item 9; it has part.jsonl:1, part.jsonl:2, part.jsonl:3"
    exits 2 textmill explain p.yaml part.jsonl:3
    has "not a line of JSON"
    exits 2 textmill explain p.yaml gone.jsonl:3
    has "gone.jsonl:3" "No such file"
    [ "$TEXTMILL_ARCHIVE" = 1 ] || return 0
    mkdir -p in/a
    echo deep >in/a/b.txt
    tar -cf dump.tar -C in a
    exits 0 textmill show dump.tar!a/b.txt --only text
    has "deep"
    exits 0 textmill show dump.tar --only text
    has "this is the first, dump.tar!a/b.txt" "deep"
    exits 2 textmill show dump.tar!a/
    has "dump.tar!a/ is no document: a folder"
}
