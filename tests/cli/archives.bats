#!/usr/bin/env bats
# Compressed files and archives: what is whole is there, what is not says so, and nothing is lost.

load helper

# needs_libarchive - without it these tests have nothing to test; the last one then has.
needs_libarchive() {
    [ "$TEXTMILL_ARCHIVE" = 1 ] || skip "built without libarchive"
    printf 'textmill: 1\nsteps:\n  - use: text\n    file: "{id}"\n' >p.yaml
}

# make CODE - Python that makes the inputs; `tar(name, mode, members)` and `zip(name, members)` help,
# where members are pairs of a name and bytes.
make() {
    python3 - <<END
import gzip, io, lzma, os, tarfile, zipfile, bz2, json
def tar_bytes(members, mode="w"):
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode=mode) as archive:
        for name, data in members:
            info = tarfile.TarInfo(name)
            if isinstance(data, bytes):
                info.size = len(data)
                archive.addfile(info, io.BytesIO(data))
            else:
                for key, value in data.items():
                    setattr(info, key, value)
                archive.addfile(info)
    return buffer.getvalue()
def zip_bytes(members):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members:
            archive.writestr(name, data)
    return buffer.getvalue()
def write(name, data):
    with open(name, "wb") as file:
        file.write(data)
$1
END
}

# outcomes [FOLDER] - a line a document of the ledger: id outcome message.
outcomes() {
    textmill ledger "${1:-out}" | python3 -c 'import json, sys
for line in sys.stdin:
    d = json.loads(line)
    if "id" in d:
        print(" ".join(filter(None, (d["id"], d["outcome"][0], d.get("message")))))'
}

@test "each compressed file is one document, each member of an archive as well" {
    needs_libarchive
    mkdir in
    make 'files = [("a.txt", b"one\n"), ("d/b.txt", b"two\n")]
write("in/1.txt.gz", gzip.compress(b"gz\n"))
write("in/2.txt.xz", lzma.compress(b"xz\n"))
write("in/3.txt.bz2", bz2.compress(b"bz2\n"))
write("in/4.tar", tar_bytes(files))
write("in/5.tar.gz", tar_bytes(files, "w:gz"))
write("in/6.tar.xz", tar_bytes(files, "w:xz"))
write("in/7.zip", zip_bytes(files))
write("in/8.jsonl.gz", gzip.compress(b"".join(b"{\"text\":\"%d\"}\n" % i for i in range(3))))
write("in/9.tgz", tar_bytes(files, "w:gz"))'
    exits 0 textmill run p.yaml in -o out
    has "16 documents: 16 exported"
    [ "$(cat 'out/4.tar!d/b.txt' 'out/5.tar.gz!d/b.txt' 'out/6.tar.xz!a.txt' 'out/7.zip!a.txt' 'out/9.tgz!a.txt')" = $'two\ntwo\none\none\none' ]
    [ "$(cat out/1.txt.gz out/2.txt.xz out/3.txt.bz2 out/8.jsonl.gz:3)" = $'gz\nxz\nbz2\n2' ]
    exits 0 textmill run p.yaml in -o four -j 4
    same_results out four
    exits 1 textmill run p.yaml in -o raw --set input.archives=false
    has "9 documents: 0 exported, 0 dropped, 9 quarantined"
}

@test "zst" {
    needs_libarchive
    command -v zstd >/dev/null || skip "no zstd here to make one with"
    printf 'zst\n' | zstd -q >a.txt.zst
    printf 'more of it that compresses, more of it that compresses\n' | zstd -q | head -c 30 >b.txt.zst
    exits 1 textmill run p.yaml a.txt.zst b.txt.zst -o out
    [ "$(cat out/a.txt.zst)" = zst ]
    has "failed: b.txt.zst (data): damaged:"
}

@test "damaged: whole members are there, one entry says what is wrong and where" {
    needs_libarchive
    make 'files = [("a.txt", os.urandom(20000).hex().encode()), ("b.txt", os.urandom(20000).hex().encode())]
write("cut.tar", tar_bytes(files)[:60000])
write("cut.tgz", tar_bytes(files, "w:gz")[:-15000])
write("cut.zip", zip_bytes(files)[:-300])
write("cut.txt.xz", lzma.compress(files[0][1])[:-500])
write("cut.jsonl.gz", gzip.compress(b"".join(b"{\"text\":\"%s\"}\n" % os.urandom(99).hex().encode() for i in range(3000)))[:-200])
crc = bytearray(gzip.compress(b"text")); crc[-6] ^= 1
write("sum.txt.gz", crc)
write("not.txt.gz", b"just text")
write("not.tar", b"just text")
write("none.gz", b"")'
    exits 1 textmill run p.yaml cut.tar cut.tgz cut.zip cut.txt.xz sum.txt.gz not.txt.gz not.tar none.gz cut.jsonl.gz -o out
    outcomes >all
    grep -qx 'cut.tar!a.txt e' all
    grep -q '^cut.tar!b.txt q damaged: Truncated tar archive; nothing behind it can be read' all
    grep -qx 'cut.tgz!a.txt e' all
    grep -q '^cut.tgz!b.txt q .*cut off' all
    grep -qx 'cut.zip!a.txt e' all
    grep -q '^cut.zip q damaged: ' all
    grep -q '^cut.txt.xz q damaged: ' all
    grep -q '^sum.txt.gz q damaged gzip data: incorrect data check' all
    grep -q '^not.txt.gz q damaged gzip data: this is not gzip' all
    grep -q '^not.tar q damaged: ' all
    grep -q '^none.gz q damaged gzip data: the file is empty' all
    grep -q '^cut.jsonl.gz:2000 e$' all
    grep -q '^cut.jsonl.gz q in line 29[0-9]*: damaged gzip data: it is cut off' all
}

@test "a zip archive without members is empty, not damaged" {
    needs_libarchive
    pipeline p.yaml '- use: text'
    make 'write("a.zip", zip_bytes([("in.zip", zip_bytes([])), ("a.txt", b"a")])); write("none.zip", zip_bytes([]))'
    exits 0 textmill run p.yaml a.zip none.zip -o out
    [ "$(outcomes)" = 'a.zip!a.txt e' ]
    head -c 21 none.zip >cut.zip
    exits 1 textmill run p.yaml cut.zip -o out
}

@test "what is no document is dropped, and says what it is; names lead nowhere" {
    needs_libarchive
    make 'write("odd.tar", tar_bytes([
    ("../../up.txt", b"up"), ("/etc/abs.txt", b"abs"), ("./here.txt", b"here"), ("d", {"type": tarfile.DIRTYPE}),
    ("l", {"type": tarfile.SYMTYPE, "linkname": "/etc/passwd"}), ("h", {"type": tarfile.LNKTYPE, "linkname": "here.txt"}),
    ("p", {"type": tarfile.FIFOTYPE}), ("here.txt", b"again"), (".hidden", b"x"), ("x/../y.txt", b"y")]))
write("in.zip", zip_bytes([("odd.tar", open("odd.tar", "rb").read())]))'
    exits 0 textmill run p.yaml odd.tar -o out
    outcomes >all
    diff all - <<'END'
odd.tar!../../up.txt e
odd.tar!etc/abs.txt e
odd.tar!here.txt e
odd.tar!d/ d a folder
odd.tar!l d a symbolic link to '/etc/passwd'
odd.tar!h d a link to 'here.txt'
odd.tar!p d a device, pipe or socket
odd.tar!here~2.txt e
odd.tar!.hidden d its name begins with '.'
odd.tar!x/../y.txt e
END
    [ "$(cd "$BATS_TEST_TMPDIR" && find . -name up.txt -printf '%f %h\n')" = "up.txt $(cd "$BATS_TEST_TMPDIR" && find . -path '*/out/*' -name up.txt -printf '%h')" ]
    exits 0 textmill run p.yaml in.zip -o nested
    [ "$(outcomes nested | head -n 1)" = 'in.zip!odd.tar!../../up.txt e' ]
}

@test "bombs stop at the limits, and cost themselves" {
    needs_libarchive
    make 'zeros = bytes(3000000)
write("big.txt.gz", gzip.compress(zeros))
write("lines.jsonl.gz", gzip.compress(b"\n" * 70000000, 1))
write("many.tar", tar_bytes([("%d.txt" % i, b"x") for i in range(20)]))
write("deep.zip", zip_bytes([("a.txt", b"a"), ("1.zip", zip_bytes([("b.txt", b"b"), ("2.zip", zip_bytes([("c.txt", b"c")]))]))]))
write("sparse.zip", zip_bytes([("zeros.txt", zeros), ("a.txt", b"a")]))'
    exits 1 textmill run p.yaml big.txt.gz lines.jsonl.gz sparse.zip -o out --set input.max_bytes=1000000
    outcomes | sed '/^lines/s/\(line\|:\|of\) [0-9]*/\1 N/g' >all
    diff all - <<'END'
big.txt.gz q longer than 1000000 bytes (input.max_bytes)
lines.jsonl.gz q in line N: N bytes came out of N, more than 200 times as many (input.max_ratio)
sparse.zip!zeros.txt q 3000000 bytes, more than 1000000 (input.max_bytes)
sparse.zip!a.txt e
END
    exits 1 textmill run p.yaml many.tar -o out --set input.max_members=3
    [ "$(outcomes | tail -n 2)" = $'many.tar!2.txt e\nmany.tar q holds more than 3 items (input.max_members)' ]
    exits 1 textmill run p.yaml deep.zip -o out --set input.max_depth=2
    [ "$(outcomes)" = $'deep.zip!a.txt e\ndeep.zip!1.zip!b.txt e\ndeep.zip!1.zip!2.zip q an archive that lies deeper than 2 in others (input.max_depth)' ]
}

@test "more memory than what takes it apart may use: that container fails, and the run goes on" {
    needs_libarchive
    if ldd "$TEXTMILL_BUILD/textmill" | grep -q libasan; then skip "AddressSanitizer takes memory its own way"; fi
    # A dictionary of 768 MiB, which nothing needs but the decoder sets up.
    make 'import struct, zlib
data = bytearray(lzma.compress(b"short\n", format=lzma.FORMAT_XZ))
head = data[12:12 + 4 * (data[12] + 1)]
head[head.index(b"\x21\x01") + 2] = 35
head[-4:] = struct.pack("<I", zlib.crc32(bytes(head[:-4])))
data[12:12 + len(head)] = head
write("large.txt.xz", data)
write("z.txt", b"fine\n")'
    exits 1 textmill run p.yaml large.txt.xz z.txt -o out --set input.max_bytes=1000000
    has "failed: large.txt.xz (limit): unpacking it needs more memory than it may use (a higher input.max_bytes" \
        "2 documents: 1 exported, 0 dropped, 1 quarantined"
    [ "$(cat out/z.txt)" = fine ]
    exits 0 textmill run p.yaml large.txt.xz z.txt -o out --set input.max_bytes=200000000
    [ "$(cat out/large.txt)" = short ] || [ "$(cat out/large.txt.xz)" = short ]
}

@test "names longer than any path cost their members" {
    needs_libarchive
    make 'write("x.tar.gz", gzip.compress(tar_bytes([("a.txt", b"a\n")]
    + [("é" * 400000 + str(i), b"n\n") for i in range(3)] + [("d/" * 3000, {"type": tarfile.DIRTYPE}), ("z.txt", b"z\n")])))'
    exits 1 textmill run p.yaml x.tar.gz -o out -j 2
    has "6 documents: 2 exported, 1 dropped, 3 quarantined" "é…~2 (limit): its name has 800001 bytes, more than 4096"
}

@test "names of another encoding: UTF-8 if they are, else as input.name_encoding says, else bytes" {
    needs_libarchive
    make 'data = zip_bytes([("aaaa.txt", b"a\n"), ("\u6c34.txt", b"b\n"), ("cc.txt", b"c\n")])
write("x.zip", data.replace(b"aaaa", "\u4e2d\u6587".encode("gbk")).replace(b"cc.txt", b"\xff\xff.txt"))'
    exits 0 textmill run p.yaml x.zip -o out
    textmill ledger out | grep -F '"id":"x.zip!%D6%D0%CE%C4.txt"'
    exits 0 textmill run p.yaml x.zip -o out --set input.name_encoding=GB18030
    for id in 中文 水 %FF%FF; do
        textmill ledger out | grep -F "\"id\":\"x.zip!$id.txt\""
    done
    exits 0 textmill run p.yaml x.zip -o out --set input.name_encoding=CP437 -j 2
    textmill ledger out | grep -F '"id":"x.zip!╓╨╬─.txt"'
    exits 2 textmill run p.yaml x.zip -o out --set input.name_encoding=GBQ
    has "input.name_encoding: there is no encoding 'GBQ' here"
}

@test "encrypted members are told apart, and nobody is asked for a password" {
    needs_libarchive
    command -v zip >/dev/null || skip "no zip here to encrypt with"
    echo secret >s.txt
    zip -q -P pass x.zip s.txt
    exits 1 textmill run p.yaml x.zip -o out </dev/null
    [ "$(outcomes)" = 'x.zip!s.txt q encrypted; decrypt it first' ]
}

@test "a build without libarchive says so" {
    [ "$TEXTMILL_ARCHIVE" = 0 ] || skip "built with libarchive"
    pipeline p.yaml '- use: text'
    printf 'x' >a.txt.gz
    echo fine >b.txt
    exits 1 textmill run p.yaml a.txt.gz b.txt -o out
    has "2 documents: 1 exported, 0 dropped, 1 quarantined" "failed: a.txt.gz (load): built without libarchive;"
}
