using System.IO.Hashing;
using static System.Buffers.Binary.BinaryPrimitives;

namespace RetailPulse.Tests.Unit.Grains.Images.Metering;

/// <summary>Makes a PNG mutant's checksums right again, so that it is refused for what else is wrong with it.</summary>
internal static class FuzzSeals
{
    public static void Renew(Span<byte> image)
    {
        if (!image.StartsWith(ForgedPng.Signature))
            return;
        for (var chunk = image[ForgedPng.Signature.Length..]; chunk.Length >= 12; )
        {
            var length = ReadUInt32BigEndian(chunk);
            if (length > chunk.Length - 12)
                return;
            WriteUInt32BigEndian(chunk[((int)length + 8)..], Crc32.HashToUInt32(chunk.Slice(4, (int)length + 4)));
            chunk = chunk[((int)length + 12)..];
        }
    }
}
