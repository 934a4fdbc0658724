using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using RetailPulse.Grains.Images.Thumbnails;

namespace RetailPulse.Tests.Unit.Grains.Images.Thumbnails;

/// <summary>The process of a thumbnail, with the product's own program and with others that misbehave.</summary>
public sealed class ThumbnailProcessTests
{
    private readonly FakeTimeProvider time = new();

    [Fact]
    public async Task The_program_reduces_a_photo() =>
        Assert.Equal((320, 240), DecodableImages.SizeOf((await RunAsync(Product, DecodableImages.Jpeg(800, 600)))!));

    [Fact]
    public async Task A_photo_of_25_megapixels_is_within_the_limits() =>
        Assert.Equal((320, 320), DecodableImages.SizeOf((await RunAsync(Product, DecodableImages.Png(5_000, 5_000)))!));

    [Fact]
    public async Task A_decompression_bomb_ends_its_own_process_alone()
    {
        // 65,535 × 65,535 pixels, 17 GB once decoded. The rules refuse it beforehand; the process has to survive without them.
        Assert.Null(await RunAsync(Product, ForgedPng.File(65_535, 65_535)));
        Assert.NotNull(await RunAsync(Product, DecodableImages.Png(3, 4)));
    }

    [Fact]
    public async Task A_text_that_expands_without_end_ends_its_own_process_alone() =>
        Assert.InRange((await RunAsync(Product, DecodableImages.PngWithBomb()))?.Length ?? 0, 0, 100_000);

    [Theory]
    [InlineData("exit 3")]
    [InlineData("kill -9 $$")]
    [InlineData("kill -SEGV $$")]
    [InlineData("cat > /dev/null; exit 1")]
    [InlineData("cat /dev/zero")]
    [InlineData("exec 0<&- 1>&- 2>&-; exit 1")]
    public async Task A_process_that_crashes_or_writes_without_end_yields_nothing(string script) =>
        Assert.Null(await RunAsync(Shell(script), new byte[1 << 20]));

    [Theory]
    [InlineData("sleep 600")]
    [InlineData("while :; do :; done")]
    [InlineData("cat > /dev/null; sleep 600 & wait")]
    public async Task A_process_is_killed_after_5_seconds(string script)
    {
        var run = RunAsync(Shell(script), new byte[1 << 20]);
        time.Advance(TimeSpan.FromSeconds(4.9));
        Assert.False(run.IsCompleted);
        time.Advance(TimeSpan.FromSeconds(0.1));
        Assert.Null(await run.WaitAsync(TimeSpan.FromSeconds(30)));
    }

    [Fact]
    public async Task A_program_that_cannot_be_started_yields_nothing() =>
        Assert.Null(await RunAsync(new ThumbnailCommand("/nowhere/program", []), [1]));

    [Fact]
    public async Task The_process_receives_no_secret_of_its_parent()
    {
        Environment.SetEnvironmentVariable("RETAILPULSE_TEST_SECRET", "secret");
        try
        {
            var environment = Encoding.ASCII.GetString((await RunAsync(Shell("env"), []))!);
            Assert.Contains("DOTNET_GCHeapHardLimit=18000000", environment, StringComparison.Ordinal);
            Assert.DoesNotContain("secret", environment, StringComparison.OrdinalIgnoreCase);
        }
        finally
        {
            Environment.SetEnvironmentVariable("RETAILPULSE_TEST_SECRET", null);
        }
    }

    [Fact]
    public async Task A_canceled_call_ends_the_process()
    {
        using var stop = new CancellationTokenSource();
        var run = RunAsync(Shell("sleep 600"), [], stop.Token);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run.WaitAsync(TimeSpan.FromSeconds(30)));
    }

    private static ThumbnailCommand Product => ThumbnailCommand.OfThisProgram();

    /// <summary>The time of the product's own program is not limited here, because a test machine may be slow.</summary>
    private Task<byte[]?> RunAsync(ThumbnailCommand command, byte[] image, CancellationToken stop = default) =>
        new ThumbnailProcess(command, time, NullLogger<ThumbnailProcess>.Instance).RunAsync(image, 320, stop);

    private static ThumbnailCommand Shell(string script) => new("/bin/sh", ["-c", script]);
}
