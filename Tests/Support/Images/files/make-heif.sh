#!/bin/sh
# Creates the HEIC and AVIF files in this folder from a sample image, with the encoders of libheif and libavif
# (Debian's libheif-examples and libavif-bin). Other versions of them make other bytes, but the same sizes.
set -eu
cd "$(dirname "$0")"
sample=../../../../data/samples/price-tags.png

heif-enc -q 10 "$sample" -o plain.heic
heif-enc -q 10 -t 64 "$sample" -o thumbnail.heic
heif-enc -q 10 -A "$sample" -o plain.avif
avifenc --min 55 --max 63 --grid 4x2 --irot 1 "$sample" grid-turned.avif
avifenc --min 55 --max 63 --clap 120,1,80,1,0,1,0,1 --irot 3 "$sample" cropped-turned.avif
avifenc --min 55 --max 63 "$sample" "$sample" "$sample" sequence.avif
