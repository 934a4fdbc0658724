namespace RetailPulse.Grains.Images.Metering;

/// <summary>The layout of a bitmap's pixels.</summary>
internal enum BmpLayout
{
    /// <summary>Rows of equal length.</summary>
    Rows,

    Rle8,
    Rle4,
    Rle24,

    /// <summary>Data of a given length in another encoding: Huffman, JPEG or PNG.</summary>
    Opaque,
}
