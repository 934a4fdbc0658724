namespace RetailPulse.Tests.Unit.Grains.Images.Metering;

/// <summary>Files that other people's encoders made (files/make-heif.sh).</summary>
public sealed class RealHeifTests
{
    public static TheoryData<string> Names => [.. Files.Select(file => file.Data.Item1)];

    public static TheoryData<string, string, int, int> Files =>
        new()
        {
            { "plain.heic", "heic", 400, 300 },
            { "thumbnail.heic", "heic", 400, 300 },
            { "plain.avif", "avif", 400, 300 },
            { "sequence.avif", "avif", 400, 300 },
            { "grid-turned.avif", "avif", 300, 400 },
            { "cropped-turned.avif", "avif", 80, 120 },
        };

    [Theory, MemberData(nameof(Files))]
    public async Task A_file_is_measured_as_it_is_shown(string name, string format, int width, int height) =>
        await Measure.FindsAsync(await ReadAsync(name), format, width, height);

    [Theory, MemberData(nameof(Names))]
    public async Task A_file_is_truncated_at_every_cut(string name) => await Measure.IsTruncatedAtEveryCutAsync(await ReadAsync(name));

    private static Task<byte[]> ReadAsync(string name) =>
        File.ReadAllBytesAsync(Path.Combine(AppContext.BaseDirectory, "Support", "Images", "files", name));
}
