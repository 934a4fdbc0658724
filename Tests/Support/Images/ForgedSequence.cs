using static RetailPulse.Tests.Support.Images.Bytes;
using static RetailPulse.Tests.Support.Images.ForgedHeif;

namespace RetailPulse.Tests.Support.Images;

/// <summary>AVIF sequences whose tracks say what they show, with or without a meta box, and with meaningless samples.</summary>
internal sealed record ForgedSequence(int Width, int Height)
{
    /// <summary>The bytes of each sample.</summary>
    public int[] Samples { get; init; } = [40, 30, 20];

    /// <summary>A track before the one that is shown.</summary>
    public byte[] OtherTrack { get; init; } = [];

    public string Codec { get; init; } = "av01";

    /// <summary>Whether chunk offsets have 64 bits and the track header its longer form.</summary>
    public bool Wide { get; init; }

    /// <summary>Whether all samples say to have the length of the first one, in one number.</summary>
    public bool SameLength { get; init; }

    /// <summary>A meta box that names no primary item, as it comes before the movie box.</summary>
    public byte[] Meta { get; init; } = Full("meta", 0, Full("hdlr", 0, Zeros(4), Ascii("pict"), Zeros(13)));

    public byte[] Type { get; } = Box("ftyp", Ascii("avis"), Zeros(4), Ascii("avifavismsf1miaf"));

    public byte[] Media => Noise(Samples.Sum());

    /// <summary>The movie box before the media box.</summary>
    public byte[] File() => Join(Type, Meta, Movie(Type.Length + Meta.Length + Movie(0).Length + 8), Box("mdat", Media));

    /// <summary>The movie box after the media box.</summary>
    public byte[] FileBackwards() => Join(Type, Meta, Box("mdat", Media), Movie(Type.Length + Meta.Length + 8));

    public byte[] Movie(int data) => Box("moov", Full("mvhd", 0, Zeros(96)), OtherTrack, Track(Codec, data));

    /// <summary>A track whose first chunk holds two samples, and each further chunk one.</summary>
    public byte[] Track(string codec, int data, byte[]? references = null) =>
        Box(
            "trak",
            Full("tkhd", Wide ? 1 : 0, Zeros(Wide ? 32 : 20), Zeros(52), Big32((uint)Width << 16), Big32((uint)Height << 16)),
            references ?? [],
            Box("mdia", Full("hdlr", 0, Zeros(4), Ascii("pict"), Zeros(13)), Box("minf", Table(codec, data)))
        );

    private byte[] Table(string codec, int data) =>
        Box(
            "stbl",
            Full("stsd", 0, Big32(1), Box(codec, Zeros(78))),
            Full("stsc", 0, Big32(2), Big32(1), Big32(2), Big32(1), Big32(2), Big32(1), Big32(1)),
            SameLength
                ? Full("stsz", 0, Big32((uint)Samples[0]), Big32((uint)Samples.Length))
                : Full("stsz", 0, Big32(0), Big32((uint)Samples.Length), Join([.. Samples.Select(length => Big32((uint)length))])),
            Full(
                Wide ? "co64" : "stco",
                0,
                Big32((uint)Samples.Length - 1),
                Join([.. Chunks(data).Select(at => Wide ? Join(Zeros(4), Big32(at)) : Big32(at))])
            )
        );

    private IEnumerable<uint> Chunks(int data) =>
        Enumerable.Range(2, Samples.Length - 1).Select(count => (uint)(data + Samples.Take(count == 2 ? 0 : count - 1).Sum()));
}
