#!/usr/bin/env bash
# The floor of the bench: what moving and hashing the bytes costs when nothing else is done.
#
#   floor.sh SOURCE TARGET TAG [DIGEST SIZE FILE]...
#
# SOURCE and TARGET are repositories (http://host/v2/name). Blob after blob, one curl downloads
# into another that uploads, while openssl hashes the same bytes from FILE, the source's own copy:
# a third process in the pipe would copy them once more.
set -euo pipefail

source=$1 target=$2 tag=$3
shift 3

# DIGEST SIZE, content on stdin. A download that fails leaves the upload waiting, so it gives up.
upload() {
  local location
  location=$(curl -fsS -X POST -o /dev/null -w '%header{location}' "$target/blobs/uploads/")
  curl -fsS --speed-limit 1 --speed-time 15 -T - \
    -H "Content-Length: $2" -H 'Transfer-Encoding:' -H 'Expect:' \
    -H 'Content-Type: application/octet-stream' "$location&digest=$1"
}

while (($# > 0)); do
  openssl dgst -sha256 "$3" >/dev/null &
  curl -fsS "$source/blobs/$1" | upload "$1" "$2"
  wait $!
  shift 3
done

type=application/vnd.oci.image.manifest.v1+json
curl -fsS -H "Accept: $type" "$source/manifests/$tag" |
  curl -fsS -X PUT --data-binary @- -H "Content-Type: $type" "$target/manifests/$tag"
