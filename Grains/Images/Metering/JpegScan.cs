using System.Numerics;
using System.Runtime.Intrinsics;

namespace RetailPulse.Grains.Images.Metering;

/// <summary>Searches entropy-coded data, which is nearly all of a JPEG, 32 bytes at a time.</summary>
internal static class JpegScan
{
    /// <summary>
    /// Returns the position of the marker that ends the data: FF and a second byte that is not part of the data. Returns −1 if there is
    /// none, although a final FF may begin one.
    /// </summary>
    /// <remarks>ITU-T T.81 B.1.1.5: 00 after FF is a stuffed FF, and D0 to D7 is a restart marker. B.1.1.2: another FF is fill.</remarks>
    public static int FindMarker(ReadOnlySpan<byte> data)
    {
        var at = 0;
        for (; at + Vector256<byte>.Count < data.Length; at += Vector256<byte>.Count)
        {
            var seconds = Vector256.Create(data[(at + 1)..]);

            // Noise has a stuffed FF in every 256 bytes. All other candidates are rare.
            var found =
                Vector256.Equals(Vector256.Create(data[at..]), Vector256<byte>.AllBitsSet)
                & ~Vector256.Equals(seconds, Vector256<byte>.Zero);
            for (var bits = found.ExtractMostSignificantBits(); bits != 0; bits &= bits - 1)
            {
                var candidate = at + BitOperations.TrailingZeroCount(bits);
                if (Ends(data[candidate + 1]))
                    return candidate;
            }
        }

        for (; at + 1 < data.Length; at++)
        {
            if (data[at] == 0xFF && Ends(data[at + 1]))
                return at;
        }

        return -1;
    }

    private static bool Ends(byte second) => second is not (0x00 or 0xFF or (>= 0xD0 and <= 0xD7));
}
