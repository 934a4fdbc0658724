namespace RetailPulse.Grains.Images.Metering;

/// <summary>The layout of a bitmap's pixels.</summary>
internal enum BmpLayout
{
    /// <summary>Rows of equal length.</summary>
    Rows,

    Rle8,
    Rle4,
    Rle24,

    /// <summary>Huffman codes of a given length.</summary>
    Huffman,

    /// <summary>A JPEG file of a given length.</summary>
    Jpeg,

    /// <summary>A PNG file of a given length.</summary>
    Png,
}
