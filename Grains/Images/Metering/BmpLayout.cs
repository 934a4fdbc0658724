namespace RetailPulse.Grains.Images.Metering;

/// <summary>How a bitmap's pixels are laid out.</summary>
internal enum BmpLayout
{
    /// <summary>Rows of equal length.</summary>
    Rows,

    Rle8,
    Rle4,
    Rle24,

    /// <summary>A length of data in another coding: Huffman, JPEG or PNG.</summary>
    Opaque,
}
