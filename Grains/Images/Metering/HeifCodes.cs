namespace RetailPulse.Grains.Images.Metering;

/// <summary>The four-letter types of the boxes, items and references of a HEIF file that the meter knows.</summary>
internal static class HeifCodes
{
    public const uint Ftyp = 0x66747970;
    public const uint Meta = 0x6D657461;
    public const uint Moov = 0x6D6F6F76;

    public const uint Hdlr = 0x68646C72;
    public const uint Pitm = 0x7069746D;
    public const uint Iinf = 0x69696E66;
    public const uint Infe = 0x696E6665;
    public const uint Iref = 0x69726566;
    public const uint Dimg = 0x64696D67;
    public const uint Iloc = 0x696C6F63;
    public const uint Idat = 0x69646174;

    public const uint Trak = 0x7472616B;
    public const uint Tkhd = 0x746B6864;
    public const uint Tref = 0x74726566;
    public const uint Auxl = 0x6175786C;
    public const uint Mdia = 0x6D646961;
    public const uint Minf = 0x6D696E66;
    public const uint Stbl = 0x7374626C;
    public const uint Stsd = 0x73747364;
    public const uint Stsc = 0x73747363;
    public const uint Stsz = 0x7374737A;
    public const uint Stco = 0x7374636F;
    public const uint Co64 = 0x636F3634;

    public const uint Iprp = 0x69707270;
    public const uint Ipco = 0x6970636F;
    public const uint Ipma = 0x69706D61;
    public const uint Ispe = 0x69737065;
    public const uint Clap = 0x636C6170;
    public const uint Irot = 0x69726F74;

    public const uint Av01 = 0x61763031;
    public const uint Hvc1 = 0x68766331;
    public const uint Hev1 = 0x68657631;
    public const uint Grid = 0x67726964;
    public const uint Iovl = 0x696F766C;
    public const uint Iden = 0x6964656E;
}
